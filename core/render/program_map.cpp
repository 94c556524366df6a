// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/program_map.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>

#include "core/julia/formulas/map_exit.h"
#include "core/julia/formulas/polynomial_form.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program_quantities.h"

namespace fatou::render {
namespace {

// Pixels between two looks at the stop token; each takes some microseconds.
constexpr std::size_t kPixelsBetweenStops = 256;
// The most starting points in memory at a time: 16 MB.
constexpr std::size_t kMostStarts = std::size_t{1} << 20;

// The largest modulus of a parameter on a map.
double reachOf(const MapRequest& request) {
  const std::complex<double> centre = request.view.centre.toDouble();
  const double radius = request.view.radius.toDouble();
  const double shape = static_cast<double>(request.width) / request.height;
  const double x = std::abs(centre.real()) + radius * shape;
  const double y = std::abs(centre.imag()) + radius;
  return std::sqrt(x * x + y * y);
}

Status checkCritical(const julia::CriticalFamily& family, const MapPlane& plane) {
  const std::size_t most = std::max<std::size_t>(1, family.size());
  if (plane.start || plane.critical <= static_cast<std::int64_t>(most)) return success();
  return Error{"there is no critical point " + std::to_string(plane.critical) +
               ": the formula has " + std::to_string(most)};
}

// Replaces each pixel's result by the later one of the two.
void takeLater(std::span<const std::int32_t> counts, std::span<const float> smooth,
               std::span<std::int32_t> latest, std::span<float> latestSmooth) {
  for (std::size_t i = 0; i < latest.size(); ++i) {
    if (!smooth.empty())
      latestSmooth[i] = counts[i] == latest[i]  ? std::max(smooth[i], latestSmooth[i])
                        : counts[i] > latest[i] ? smooth[i]
                                                : latestSmooth[i];
    latest[i] = std::max(latest[i], counts[i]);
  }
}

}  // namespace

Result<std::shared_ptr<const ProgramMap>> ProgramMap::create(const MapRequest& request,
                                                             const std::stop_token& stop) {
  const MapPlane& plane = request.plane;
  const auto exit = julia::mapExitOf(request.formula, plane.c, plane.parameter, reachOf(request));
  if (!exit) return exit.error();
  const auto program =
      julia::buildProgram(request.formula, plane.c, {.parameter = plane.parameter});
  if (!program) return program.error();
  std::shared_ptr<ProgramMap> map(new ProgramMap(
      julia::CriticalFamily::create(request.formula, plane.c, plane.parameter, stop)));
  if (Status known = checkCritical(map->m_family, plane); !known) return known.error();
  map->m_program = program.value();
  map->m_exit = exit.value();
  if (Status trap = map->findTrap(request); !trap) return trap.error();
  map->m_critical = plane.critical;
  map->m_tmax = request.tmax;
  if (plane.start) {
    const std::complex<double> start = plane.start->toDouble();
    map->m_start = kernels::ComplexNumber{.re = start.real(), .im = start.imag()};
  }
  return std::shared_ptr<const ProgramMap>(std::move(map));
}

Status ProgramMap::findTrap(const MapRequest& request) {
  const julia::BivariatePolynomial& fixed = m_family.fixedPoints();
  const bool isWanted =
      request.formula.hasBasins() || !julia::polynomialForm(request.formula.expression());
  if (fixed.empty() || !isWanted) return success();
  const auto g = julia::expressionOf(fixed, request.plane.parameter);
  if (!g) return g.error();
  const std::vector<julia::ComplexDecimal> values(g.value().parameterNames().size());
  const auto program =
      julia::buildProgram(g.value(), values, {.parameter = request.plane.parameter});
  if (!program) return program.error();
  m_trap = program.value();
  return success();
}

ProgramMap::Starts ProgramMap::startsOf(std::size_t point, const kernels::ProgramJob& job,
                                        const std::stop_token& stop) const {
  if (m_family.isConstant(point)) return {m_family.point(point, {})};
  Starts starts(job.xs.size() * job.ys.size());
  for (std::size_t pixel = 0; pixel < starts.size(); ++pixel) {
    if (pixel % kPixelsBetweenStops == 0 && stop.stop_requested()) break;
    starts[pixel] = m_family.point(point, job.pointOf(pixel));
  }
  return starts;
}

std::vector<ProgramMap::Starts> ProgramMap::startsFor(const kernels::ProgramJob& job,
                                                      const std::stop_token& stop) const {
  if (m_start) return {Starts{*m_start}};
  if (m_family.size() == 0) return {Starts(1)};
  if (m_critical != kAllCritical)
    return {startsOf(static_cast<std::size_t>(m_critical) - 1, job, stop)};
  std::vector<Starts> all(m_family.size(), Starts(job.xs.size() * job.ys.size()));
  Starts points(m_family.size());
  for (std::size_t pixel = 0; pixel < all.front().size(); ++pixel) {
    if (pixel % kPixelsBetweenStops == 0 && stop.stop_requested()) break;
    m_family.points(job.pointOf(pixel), points);
    for (std::size_t i = 0; i < points.size(); ++i) all[i][pixel] = points[i];
  }
  return all;
}

bool ProgramMap::follow(const kernels::ProgramJob& job, std::span<std::int32_t> counts,
                        std::span<float> smooth, const std::stop_token& stop) const {
  if (!kernels::programEscapeTimes(job, counts, stop)) return false;
  if (smooth.empty()) return true;
  if (m_exit.degree > 0 && !m_trap)
    return kernels::programQuantities(job, counts, {.degree = m_exit.degree, .lead = m_exit.lead},
                                      {.smooth = smooth, .distance = {}}, stop);
  for (std::size_t i = 0; i < counts.size(); ++i) smooth[i] = static_cast<float>(counts[i]);
  return true;
}

bool ProgramMap::fill(std::span<const double> xs, std::span<const double> ys,
                      std::span<std::int32_t> counts, std::span<float> smooth,
                      const std::stop_token& stop) const {
  const bool followsAll = !m_start && m_critical == kAllCritical;
  const std::size_t startsARow = xs.size() * (followsAll ? m_family.size() : 1);
  const std::size_t most =
      std::max<std::size_t>(1, kMostStarts / std::max<std::size_t>(1, startsARow));
  for (std::size_t first = 0; first < ys.size(); first += most) {
    const std::size_t rows = std::min(most, ys.size() - first);
    const auto part = [&](auto numbers) {
      return numbers.empty() ? numbers : numbers.subspan(first * xs.size(), rows * xs.size());
    };
    if (!fillRows(xs, ys.subspan(first, rows), part(counts), part(smooth), stop)) return false;
  }
  return true;
}

bool ProgramMap::fillRows(std::span<const double> xs, std::span<const double> ys,
                          std::span<std::int32_t> counts, std::span<float> smooth,
                          const std::stop_token& stop) const {
  kernels::ProgramJob job{.program = m_program,
                          .escapeRadius = m_exit.radius,
                          .escapePart = m_exit.part,
                          .tmax = m_tmax,
                          .xs = xs,
                          .ys = ys,
                          .trap = m_trap ? &*m_trap : nullptr,
                          .trapRadius = kMapTrap};
  std::vector<Starts> all = startsFor(job, stop);
  if (stop.stop_requested()) return false;
  job.starts = all.front();
  if (!follow(job, counts, smooth, stop)) return false;
  std::vector<std::int32_t> others(all.size() > 1 ? counts.size() : 0);
  std::vector<float> othersSmooth(all.size() > 1 ? smooth.size() : 0);
  constexpr double kOutside = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < all.size(); ++i) {
    // A pixel that stays inside by one orbit is inside, so other orbits need not be followed.
    for (std::size_t pixel = 0; pixel < counts.size(); ++pixel)
      if (counts[pixel] == m_tmax) all[i][pixel] = {.re = kOutside, .im = 0.0};
    job.starts = all[i];
    if (!follow(job, others, othersSmooth, stop)) return false;
    takeLater(others, othersSmooth, counts, smooth);
  }
  return true;
}

}  // namespace fatou::render

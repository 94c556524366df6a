// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/basins.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "core/julia/formulas/escape_exit.h"
#include "core/julia/formulas/formula_facts.h"
#include "core/julia/formulas/slope_enclosure.h"
#include "core/julia/numbers/number_text.h"
#include "core/kernels/program_escape_time.h"

namespace fatou::julia {
namespace {

using Discs = std::vector<kernels::BasinDisc>;
using Number = std::complex<double>;

constexpr int kCentreBits = 40;
constexpr int kRadiusBits = 20;
constexpr double kSmaller = 0.99;
constexpr int kMostTries = 64;
// A kernel decides in doubles whether a number is in a disc, so the disc is taken this much larger.
constexpr double kRoundingMargin = 1.0 + 0x1p-40;
constexpr std::int32_t kMostCycles = 1'000;  // more than formulaFacts() finds of any map

double rounded(double x, int exponent) {
  return std::ldexp(std::round(std::ldexp(x, -exponent)), exponent) + 0.0;  // no -0
}

std::vector<Number> roundedPoints(const MapCycle& cycle) {
  std::vector<Number> points;
  for (const Number point : cycle.points) {
    const double largest = std::max(std::abs(point.real()), std::abs(point.imag()));
    const int exponent = std::ilogb(1.0 + largest) - kCentreBits;
    points.emplace_back(rounded(point.real(), exponent), rounded(point.imag(), exponent));
  }
  return points;
}

double lowered(double radius) {
  const int exponent = std::ilogb(radius) - kRadiusBits;
  return std::ldexp(std::floor(std::ldexp(radius, -exponent)), exponent);
}
double raised(double radius) {
  const int exponent = std::ilogb(radius) - kRadiusBits;
  return std::ldexp(std::ceil(std::ldexp(radius, -exponent)), exponent);
}

// Returns a disc about each point of a cycle, where the first disc has the given radius and each of
// the others holds the image of the one before; nothing where the image of the last disc is not
// proven to lie in the first.
std::optional<Discs> provenDiscs(const SlopeEnclosure& f, const std::vector<Number>& points,
                                 double radius, std::int32_t number) {
  Discs discs;
  double reached = radius;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Number next = points[(i + 1) % points.size()];
    discs.push_back(
        {.re = points[i].real(), .im = points[i].imag(), .radius = reached, .cycle = number});
    const auto image = f.imageRadius(points[i], reached * kRoundingMargin, next);
    if (!image) return std::nullopt;
    reached = raised(*image);
  }
  return reached <= radius ? std::optional(std::move(discs)) : std::nullopt;
}

// Returns no discs where rounding prevents a proof, as it does for a cycle that attracts very
// weakly.
Discs discsOf(const SlopeEnclosure& f, const MapCycle& cycle, std::int32_t number) {
  if (!cycle.hasTrap()) return {};
  const std::vector<Number> points = roundedPoints(cycle);
  double radius = cycle.trapRadius;
  for (int tries = 0; tries < kMostTries; ++tries, radius *= kSmaller)
    if (auto discs = provenDiscs(f, points, lowered(radius), number)) return *std::move(discs);
  return {};
}

// Returns the discs of each cycle that has a proof, in the order of the cycles.
std::vector<Discs> discsOfAll(const Formula& formula, const ComplexDecimal& c,
                              const std::vector<MapCycle>& cycles, const std::stop_token& stop) {
  std::vector<Discs> all;
  const auto f = SlopeEnclosure::create(formula.expression(), formula.values(c));
  if (!f) return all;
  for (std::size_t k = 0; k < cycles.size() && !stop.stop_requested(); ++k)
    if (auto discs = discsOf(f.value(), cycles[k], static_cast<std::int32_t>(k + 1));
        !discs.empty())
      all.push_back(std::move(discs));
  return all;
}

// Joins the discs of all cycles into one list; if they exceed kMostBasinDiscs, only the first disc
// of each cycle is taken.
Discs joined(const std::vector<Discs>& all) {
  std::size_t size = 0;
  for (const Discs& each : all) size += each.size();
  const std::size_t most = size > kernels::kMostBasinDiscs ? 1 : size;
  Discs joined;
  for (const Discs& each : all)
    joined.insert(joined.end(), each.begin(),
                  each.begin() + static_cast<std::ptrdiff_t>(std::min(most, each.size())));
  return joined;
}

bool isDisc(const kernels::BasinDisc& disc) {
  return std::isfinite(disc.re) && std::isfinite(disc.im) && std::isfinite(disc.radius) &&
         disc.radius > 0.0 && disc.cycle >= 1 && disc.cycle <= kMostCycles;
}

}  // namespace

Result<Basins> basinsOf(const Formula& formula, const ComplexDecimal& c,
                        const std::stop_token& stop) {
  const FormulaFacts facts = formulaFacts(formula, c, stop);
  const std::vector<Discs> all = discsOfAll(formula, c, facts.cycles, stop);
  const auto exit = escapeExitOf(formula, c, stop);
  const std::string text = "formula " + inQuotes(expressionText(formula));
  if (stop.stop_requested())
    return Error{"the search for the cycles of " + text + " was stopped: begin it again"};
  if (all.empty())
    return Error{text + " has no attracting cycle that is proven: leave its basins out"};
  if (all.size() > kernels::kMostBasinDiscs)
    return Error{text + " has " + std::to_string(all.size()) +
                 " attracting cycles: use one with at most " +
                 std::to_string(kernels::kMostBasinDiscs) + ", or leave its basins out"};
  Basins basins{.discs = joined(all), .escapeRadius = facts.escapeRadius};
  if (exit) {
    basins.escapeRadius = exit.value().radius;
    basins.escapePart = exit.value().part;
  }
  return basins;
}

std::optional<std::vector<std::int32_t>> conjugateCycles(const Basins& basins) {
  std::vector<std::int32_t> conjugates{kernels::kNoCycle};
  for (const kernels::BasinDisc& disc : basins.discs) {
    const auto image = std::ranges::find_if(basins.discs, [&disc](const auto& other) {
      return other.re == disc.re && other.im == -disc.im && other.radius == disc.radius;
    });
    if (image == basins.discs.end()) return std::nullopt;
    const auto at = static_cast<std::size_t>(disc.cycle);
    conjugates.resize(std::max(conjugates.size(), at + 1), kernels::kNoCycle);
    conjugates[at] = image->cycle;
  }
  return conjugates;
}

Status check(const Basins& basins) {
  const auto& radius = basins.escapeRadius;
  const bool isSound = !basins.discs.empty() && basins.discs.size() <= kernels::kMostBasinDiscs &&
                       std::ranges::all_of(basins.discs, isDisc) &&
                       basins.escapePart <= kernels::EscapePart::Imaginary &&
                       (!radius || (*radius > 0.0 && *radius <= kernels::kMostEscapeRadius));
  if (isSound) return success();
  return Error{"the discs of basins are out of range: compute them anew"};
}

}  // namespace fatou::julia

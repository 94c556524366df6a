// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/map_cycles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "core/julia/formulas/derivative.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/expression_value.h"
#include "core/julia/formulas/slope_enclosure.h"

namespace fatou::julia {
namespace {

using Number = std::complex<double>;

constexpr int kMostSteps = 4'000;  // of a critical orbit
constexpr std::size_t kMostPeriod = 1'024;
constexpr std::size_t kMostProvenPeriod = 64;
constexpr int kPeriodicSteps = 20;
// The distance within which an orbit counts as returned, so that Newton's method may follow.
constexpr double kReturned = 1e-10;
constexpr double kSamePoint = 1e-8;
constexpr double kMostAttracting = 1.0 - 1e-6;

bool isFinite(Number z) {
  return std::isfinite(z.real()) && std::isfinite(z.imag());
}

bool isNear(Number a, Number b, double distance) {
  return std::abs(a - b) <= distance * (1.0 + std::abs(a));
}

// f and its derivative.
struct Map {
  ExpressionInDoubles value;
  ExpressionInDoubles slope;
};

std::optional<Map> mapOf(const Expression& expression, std::span<const ComplexDecimal> values) {
  const auto slope = derivative(expression);
  if (!slope) return std::nullopt;
  // The derivative may depend on fewer parameters.
  std::vector<ComplexDecimal> slopeValues;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (slope.value().hasParameter(expression.parameterNames()[i]))
      slopeValues.push_back(values[i]);
  auto f = ExpressionInDoubles::create(expression, values);
  auto df = ExpressionInDoubles::create(slope.value(), slopeValues);
  if (!f || !df) return std::nullopt;
  return Map{.value = std::move(f).value(), .slope = std::move(df).value()};
}

// Returns a polynomial by Horner's scheme.
NodeId hornerNode(ExpressionGraph& graph, const DecimalPolynomial& polynomial) {
  NodeId sum = graph.constant(polynomial.back());
  for (std::size_t k = polynomial.size() - 1; k-- > 0;)
    sum = graph.add(graph.multiply(sum, graph.variable()), graph.constant(polynomial[k]));
  return sum;
}

// Returns the map without common divisors if the expression is a fraction that has some.
std::optional<Map> cancelledMap(const Expression& expression, const RationalForm* form) {
  if (form == nullptr || form->numerator.empty()) return std::nullopt;
  if (writtenSize(expression).ofFractions <= static_cast<std::int64_t>(form->degree()))
    return std::nullopt;
  ExpressionGraph graph;
  const NodeId numerator = hornerNode(graph, form->numerator);
  const auto cancelled =
      graph.expression(graph.divide(numerator, hornerNode(graph, form->denominator)));
  return cancelled ? mapOf(cancelled.value(), {}) : std::nullopt;
}

// The key by which points are ordered: distance from 0, real part, imaginary part. It is rounded,
// so that points that differ by rounding alone compare equal.
std::array<double, 3> placeInOrder(Number z) {
  constexpr double kGrid = 0x1p30;
  return {std::round(kGrid * std::abs(z)), std::round(kGrid * z.real()),
          std::round(kGrid * z.imag())};
}

// Returns the cycle through z, whose period is `period` or a divisor of it.
MapCycle mapCycleThrough(const Map& map, Number z, std::size_t period) {
  MapCycle cycle{.points = {z}, .multiplier = map.slope(z), .trapRadius = 0.0};
  for (Number next = map.value(z); cycle.points.size() < period; next = map.value(next)) {
    if (isNear(next, z, kSamePoint)) break;
    cycle.points.push_back(next);
    cycle.multiplier *= map.slope(next);
  }
  const auto first = std::ranges::min_element(cycle.points, {}, placeInOrder);
  std::rotate(cycle.points.begin(), first, cycle.points.end());
  return cycle;
}

// Solves f^period(z) = z by Newton's method.
std::optional<Number> mapPeriodicPoint(const Map& map, Number z, std::size_t period) {
  double last = 1.0;
  for (int step = 0; step < kPeriodicSteps; ++step) {
    Number end = z;
    Number multiplier = 1.0;
    for (std::size_t i = 0; i < period; ++i) {
      multiplier *= map.slope(end);
      end = map.value(end);
    }
    const Number change = (end - z) / (multiplier - 1.0);
    if (!isFinite(change)) return std::nullopt;
    z -= change;
    last = std::abs(change) / (1.0 + std::abs(z));
    if (last <= 1e-15) break;
  }
  // The limit is looser than the loop's, since rounding keeps a long cycle from converging further.
  return last <= 1e-11 ? std::optional(z) : std::nullopt;
}

std::optional<MapCycle> attractingCycle(const Map& map, Number near, std::size_t period) {
  const auto point = mapPeriodicPoint(map, near, period);
  if (!point) return std::nullopt;
  MapCycle cycle = mapCycleThrough(map, *point, period);
  // The comparison is negated so that NaN is refused.
  if (!(std::abs(cycle.multiplier) < kMostAttracting)) return std::nullopt;
  return cycle;
}

// Returns the cycle that an orbit converges to, looked for as by Brent.
std::optional<MapCycle> cycleOf(const Map& map, Number start) {
  Number z = start;
  Number kept = start;
  std::size_t length = 0;
  std::size_t lap = 1;
  double nearest = std::numeric_limits<double>::infinity();
  std::size_t likely = 1;  // the time of the nearest return since `kept` was taken
  for (int step = 0; step < kMostSteps; ++step) {
    z = map.value(z);
    if (!isFinite(z)) return std::nullopt;
    ++length;
    if (isNear(z, kept, kReturned) && length <= kMostPeriod) {
      if (auto cycle = attractingCycle(map, z, length)) return cycle;
      if (z == kept) return std::nullopt;  // the orbit goes round in this cycle for ever
    }
    if (const double distance = std::abs(z - kept); distance < nearest) {
      nearest = distance;
      likely = length;
    }
    if (length < lap) continue;
    kept = z;
    length = 0;
    lap *= 2;
    nearest = std::numeric_limits<double>::infinity();
  }
  // If the multiplier is near 1, the orbit converges too slowly to return, but Newton's method may
  // still find the cycle.
  return likely <= kMostPeriod ? attractingCycle(map, z, likely) : std::nullopt;
}

bool isProven(const SlopeEnclosure& enclosure, const MapCycle& cycle, double radius) {
  double reached = radius;
  for (std::size_t i = 0; i < cycle.period(); ++i) {
    const Number next = cycle.points[(i + 1) % cycle.period()];
    const auto image = enclosure.imageRadius(cycle.points[i], reached, next);
    if (!image) return false;
    reached = *image;
  }
  return reached < radius * (1.0 - 1e-9);
}

// Returns the largest radius that is proven, to about 1 part in 10,000.
double trapRadius(const SlopeEnclosure& enclosure, const MapCycle& cycle) {
  constexpr double kStep = 0.9;
  constexpr double kSmallestPart = 1e-9;
  if (cycle.period() > kMostProvenPeriod) return 0.0;
  const double size = 1.0 + std::abs(cycle.points.front());
  double radius = 4.0 * size;
  while (!isProven(enclosure, cycle, radius)) {
    radius *= kStep;
    if (radius < kSmallestPart * size) return 0.0;
  }
  double above = radius / kStep;
  for (int halving = 0; halving < 10; ++halving) {
    const double middle = 0.5 * (radius + above);
    (isProven(enclosure, cycle, middle) ? radius : above) = middle;
  }
  // A kernel decides in doubles whether a number is in the disc, so the radius is a little smaller.
  return radius * (1.0 - 0x1p-40);
}

// Returns the radii of the discs about all points, the first of which is proven.
std::vector<double> discRadii(const SlopeEnclosure& enclosure, const MapCycle& cycle) {
  std::vector<double> radii;
  if (!cycle.hasTrap()) return radii;
  double reached = cycle.trapRadius;
  for (std::size_t i = 0; i < cycle.period(); ++i) {
    radii.push_back(reached);
    const Number next = cycle.points[(i + 1) % cycle.period()];
    const auto image = enclosure.imageRadius(cycle.points[i], reached, next);
    if (!image) return {};
    reached = *image;
  }
  return radii;
}

bool isKnown(std::span<const MapCycle> cycles, const MapCycle& cycle) {
  return std::ranges::any_of(cycles, [&cycle](const MapCycle& each) {
    return each.period() == cycle.period() &&
           std::ranges::any_of(each.points, [&cycle](Number point) {
             return isNear(point, cycle.points.front(), kSamePoint);
           });
  });
}

}  // namespace

std::vector<MapCycle> attractingCycles(const Expression& expression,
                                       std::span<const ComplexDecimal> values,
                                       std::span<const Number> criticalPoints,
                                       const RationalForm* form, const std::stop_token& stop) {
  std::vector<MapCycle> cycles;
  const auto map = mapOf(expression, values);
  if (!map) return cycles;
  const auto cancelled = cancelledMap(expression, form);
  const auto enclosure = SlopeEnclosure::create(expression, values);
  for (const Number start : criticalPoints) {
    if (stop.stop_requested()) break;
    auto cycle = cycleOf(*map, start);
    if (!cycle && cancelled) cycle = cycleOf(*cancelled, start);
    if (!cycle || isKnown(cycles, *cycle)) continue;
    if (enclosure) {
      cycle->trapRadius = trapRadius(enclosure.value(), *cycle);
      cycle->radii = discRadii(enclosure.value(), *cycle);
    }
    cycles.push_back(*std::move(cycle));
  }
  std::ranges::stable_sort(
      cycles, {}, [](const MapCycle& cycle) { return placeInOrder(cycle.points.front()); });
  return cycles;
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/attracting_cycle.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/kernels/power_map.h"

namespace fatou::julia {
namespace {

constexpr double kStepError = kernels::SquareMap::kStepError;

using Complex = std::complex<double>;

// The search follows the critical orbit for two to the power of kWindows steps, in windows that
// double, and believes in no period beyond kLongestPeriod.
constexpr int kWindows = 17;
constexpr std::int32_t kLongestPeriod = 8192;
constexpr int kNewtonSteps = 24;

// A multiplier beyond this is as near to the unit circle as that of a parabolic cycle comes in
// double.
constexpr double kMostMultiplier = 1.0 - 1e-7;

// Bounds are multiplied by this to cover their own rounding.
constexpr double kInflation = 1.0 + 1e-14;
constexpr double kLeastRadius = 1e-14;
// Discs stay this far inside |z| <= 2.
constexpr double kEscapeRadius = 2.0 - 1e-9;

// Steps in the kernels' arithmetic, so that the cycle is one of the orbits they compute.
Complex step(Complex z, Complex c) {
  const kernels::PlanePoint power = kernels::SquareMap::power(z.real(), z.imag());
  return {power.x + c.real(), power.y + c.imag()};
}

// Multiplies without the care for infinities of std::complex's operator, which costs a call.
Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

// A point of a cycle and how far from it the cycle may be.
struct PeriodicPoint {
  Complex w;
  double error;
};

// Newton's method for a solution of f^period(w) = w near `guess`.
std::optional<PeriodicPoint> periodicPoint(Complex c, Complex guess, std::int32_t period) {
  Complex w = guess;
  double size = 0.0;
  for (int i = 0; i < kNewtonSteps; ++i) {
    Complex z = w;
    Complex derivative = 1.0;
    for (std::int32_t k = 0; k < period; ++k) {
      derivative = product(derivative, 2.0 * z);
      z = step(z, c);
    }
    const Complex correction = (z - w) / (derivative - 1.0);
    if (!(std::norm(correction) < 1.0)) return {};
    w -= correction;
    // The rounding errors of a period, divided by |derivative - 1|, are how far they move the
    // solution. The correction counts, too: where the derivative is nearly 1, each step only halves
    // the distance.
    const double rounding = kStepError * period / std::abs(derivative - 1.0);
    size = std::max(std::abs(correction), rounding);
    if (std::norm(correction) < 1e-31) break;
    // A guess that is still far after a few steps is not near an attracting cycle.
    if (i >= 4 && std::norm(correction) > 1e-8) return {};
  }
  return PeriodicPoint{w, size};
}

// The relative error of the multiplier of a cycle whose first point may be off by `error`.
double multiplierError(const std::vector<Complex>& points, double error) {
  double share = 0.0;
  for (const Complex w : points) {
    const double modulus = std::max(std::abs(w), 1e-300);
    share += error / modulus;
    error *= 2.0 * modulus;
  }
  return share;
}

std::vector<Complex> cycleThrough(Complex w, Complex c, std::int32_t period) {
  std::vector<Complex> points;
  points.reserve(static_cast<std::size_t>(period));
  for (std::int32_t k = 0; k < period; ++k, w = step(w, c)) points.push_back(w);
  return points;
}

// The smallest divisor after which the cycle closes as well as it does after `period`.
std::int32_t leastPeriod(const std::vector<Complex>& points) {
  const auto period = static_cast<std::int32_t>(points.size());
  for (std::int32_t divisor = 1; divisor < period; ++divisor)
    if (period % divisor == 0 &&
        std::norm(points[static_cast<std::size_t>(divisor)] - points[0]) < 1e-20)
      return divisor;
  return period;
}

// How far from points[0] its image after one period is: 0 but for rounding.
double closingError(const AttractingCycle& cycle) {
  return std::abs(step(cycle.points.back(), cycle.c) - cycle.points.front());
}

// How far from points[0] an orbit can be one period after it was within `radius` of it; infinite
// when it may have left |z| <= 2 meanwhile.
double reachAfterOnePeriod(const AttractingCycle& cycle, double radius) {
  double reach = radius;
  for (const Complex w : cycle.points) {
    const double modulus = std::abs(w);
    if (!(modulus + reach < kEscapeRadius)) return HUGE_VAL;
    reach = (reach * (2.0 * modulus + reach) + kStepError) * kInflation;
  }
  return (reach + closingError(cycle)) * kInflation;
}

// The largest radius (to a part in a thousand) that comes back no larger. Those that do are an
// interval, for the reach is a convex function of the radius; it may be empty.
double provenRadius(const AttractingCycle& cycle) {
  double radius = 2.0;
  while (radius > kLeastRadius && !(reachAfterOnePeriod(cycle, radius) <= radius)) radius *= 0.75;
  if (radius <= kLeastRadius) return 0.0;
  double tooLarge = radius / 0.75;
  while (tooLarge - radius > 1e-3 * radius) {
    const double middle = 0.5 * (radius + tooLarge);
    (reachAfterOnePeriod(cycle, middle) <= middle ? radius : tooLarge) = middle;
  }
  return radius;
}

struct Disc {
  Complex centre;
  double radius;
};

// The largest disc about w that one step puts into `image`, when the step of w itself misses the
// image's centre by `error`: radius (2 |w| + radius) + error <= image.radius. May be empty.
Disc discMappedInto(const Disc& image, Complex w, double error) {
  const double modulus = std::abs(w);
  const double room = std::max(0.0, image.radius / kInflation - error * kInflation);
  const double radius = room / (std::sqrt(modulus * modulus + room) + modulus) / kInflation;
  return {w, room > 0.0 ? std::min(radius, kEscapeRadius - modulus) : 0.0};
}

kernels::TrapDisc kernelDisc(const Disc& disc) {
  constexpr double kTestMargin = 1.0 - 1e-12;  // the kernel's test rounds, too
  return {disc.centre.real(), disc.centre.imag(), disc.radius * disc.radius * kTestMargin};
}

std::optional<AttractingCycle> attractingCycleNear(Complex c, Complex guess, std::int32_t period) {
  const auto point = periodicPoint(c, guess, period);
  if (!point) return {};
  AttractingCycle cycle;
  cycle.c = c;
  cycle.points = cycleThrough(point->w, c, period);
  cycle.period = leastPeriod(cycle.points);
  cycle.points.resize(static_cast<std::size_t>(cycle.period));
  const double error = multiplierError(cycle.points, point->error);
  std::rotate(cycle.points.begin(),
              std::min_element(cycle.points.begin(), cycle.points.end(),
                               [](Complex a, Complex b) { return std::norm(a) < std::norm(b); }),
              cycle.points.end());
  cycle.points = cycleThrough(cycle.points.front(), c, cycle.period);
  cycle.multiplier = 1.0;
  for (const Complex w : cycle.points) cycle.multiplier = product(cycle.multiplier, 2.0 * w);
  if (!(std::abs(cycle.multiplier) <= kMostMultiplier)) return {};
  cycle.trapCentre = cycle.points.front();
  cycle.trapRadius = provenRadius(cycle);
  // Without a proof, a cycle is not known to attract if its multiplier may be on the unit circle.
  if (!cycle.hasTrap() && !(std::abs(cycle.multiplier) * (1.0 + error) < 1.0)) return {};
  return cycle;
}

}  // namespace

std::optional<AttractingCycle> findAttractingCycle(Complex c) {
  std::optional<AttractingCycle> found;
  Complex z = 0.0;
  for (int window = 0; window <= kWindows; ++window) {
    // The step at which the orbit comes closest to the start of the window tells the period, once
    // the orbit has settled and the window is longer than the period.
    const Complex start = z;
    const std::int32_t length = std::int32_t{1} << window;
    std::int32_t period = 0;
    double nearest = HUGE_VAL;
    for (std::int32_t k = 1; k <= length; ++k) {
      z = step(z, c);
      const double distance = std::norm(z - start);
      // Clearly nearer: a multiple of the period is as near but for rounding.
      if (distance < 0.99 * nearest && k <= kLongestPeriod) {
        nearest = distance;
        period = k;
      }
    }
    if (!(std::norm(z) <= 4.0)) return {};
    auto cycle = attractingCycleNear(c, start, period);
    if (cycle && cycle->hasTrap()) return cycle;
    if (cycle) found = std::move(cycle);
  }
  return found;
}

std::optional<kernels::InteriorTrap> interiorTrap(const std::optional<AttractingCycle>& cycle) {
  if (!cycle || !cycle->hasTrap()) return {};
  constexpr std::size_t kMostDiscs = 16;
  kernels::InteriorTrap trap{.discs = {}, .period = cycle->period};
  Disc disc{cycle->trapCentre, cycle->trapRadius};
  trap.discs.push_back(kernelDisc(disc));
  double error = kStepError + closingError(*cycle);
  for (auto point = cycle->points.end(); trap.discs.size() < kMostDiscs;) {
    if (--point == cycle->points.begin()) break;
    disc = discMappedInto(disc, *point, error);
    if (disc.radius < kLeastRadius) break;
    trap.discs.push_back(kernelDisc(disc));
    error = kStepError;
  }
  return trap;
}

}  // namespace fatou::julia

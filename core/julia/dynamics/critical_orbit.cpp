// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/critical_orbit.h"

#include <span>
#include <utility>

#include "core/kernels/mandelbrot_escape_time.h"

namespace fatou::julia {

CriticalOrbit followCriticalOrbit(const ComplexDecimal& c) {
  const double re = c.re.toDouble();
  const double im = c.im.toDouble();
  std::int32_t count = 0;
  kernels::mandelbrotEscapeTimes(
      {.tmax = kCriticalSteps, .xs = std::span(&re, 1), .ys = std::span(&im, 1)},
      std::span(&count, 1));
  if (count < kCriticalSteps) return {.escape = count};
  auto cycle = findAttractingCycle({re, im});
  // A trap is a proof that the cycle attracts. Without one, doubles do not tell a cycle that hardly
  // attracts from a parabolic one.
  if (cycle && cycle->hasTrap()) return {.cycle = std::move(cycle)};
  if (auto parabolic = findParabolicCycle(c)) return {.parabolic = parabolic};
  return {.cycle = std::move(cycle)};
}

}  // namespace fatou::julia

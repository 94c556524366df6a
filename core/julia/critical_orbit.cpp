// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/critical_orbit.h"

#include <span>

#include "core/kernels/mandelbrot_escape_time.h"

namespace fatou::julia {

CriticalOrbit followCriticalOrbit(std::complex<double> c) {
  const double re = c.real();
  const double im = c.imag();
  std::int32_t count = 0;
  kernels::mandelbrotEscapeTimes(
      {.tmax = kCriticalSteps, .xs = std::span(&re, 1), .ys = std::span(&im, 1)},
      std::span(&count, 1));
  if (count < kCriticalSteps) return {.escape = count};
  return {.cycle = findAttractingCycle(c)};
}

}  // namespace fatou::julia

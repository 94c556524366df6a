// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/kernels/interior_trap.h"

namespace fatou::julia {

// The cycle of z -> z^2 + c that attracts the critical orbit, and with it every orbit of the
// interior of the filled Julia set (Fatou). There is at most one for a given c.
struct AttractingCycle {
  std::complex<double> c;
  std::int32_t period = 1;
  // points[0] is the one nearest to 0; points[k + 1] is the image of points[k].
  std::vector<std::complex<double>> points;
  // The product of 2 points[k]: below 1 in modulus, 0 when c is superattracting.
  std::complex<double> multiplier;
  // An orbit computed in double that enters this disc about points[0] stays bounded for ever; this
  // is proven with all rounding included. Radius 0: a cycle, but too weak or too long for a proof.
  std::complex<double> trapCentre;
  double trapRadius = 0.0;

  bool hasTrap() const { return trapRadius > 0.0; }
  friend bool operator==(const AttractingCycle&, const AttractingCycle&) = default;
};

// Finds the attracting cycle of c. Nothing when there is none (c outside the Mandelbrot set,
// parabolic, Siegel, Misiurewicz), when its multiplier is within its error of the unit circle, or
// when bounded work did not find it: microseconds for most c, 2 ms where there is none to find.
std::optional<AttractingCycle> findAttractingCycle(std::complex<double> c);

// The trap for the kernels: the disc of the cycle and, for cycles longer than one, discs about
// points before it that are mapped into it. Nothing without a trap.
std::optional<kernels::InteriorTrap> interiorTrap(const std::optional<AttractingCycle>& cycle);

}  // namespace fatou::julia

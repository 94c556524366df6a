// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

#include "core/julia/formulas/expression.h"
#include "core/julia/formulas/rational_form.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// An attracting cycle of f that attracts a critical orbit, in doubles.
struct MapCycle {
  // points[0] is the point nearest to 0; of several equally near ones the one with the smallest
  // real part, then with the smallest imaginary part. points[k + 1] = f(points[k]), and f of the
  // last point is points[0].
  std::vector<std::complex<double>> points;
  // The product of the derivatives at the points: its modulus is below 1, and 0 if superattracting.
  std::complex<double> multiplier;
  // Radius of a disc about points[0]: an orbit computed in doubles that enters it is in it again
  // every period, for ever. This is proven, with all rounding. 0 where there is no proof, as the
  // cycle attracts too weakly, is too long, or f has functions without bounds.
  double trapRadius = 0.0;
  // Radii of a disc about each of the points, the first one being trapRadius: f computed in doubles
  // takes each disc into the next one, and the last one into the first. Empty where there is no
  // proof.
  std::vector<double> radii = {};

  std::size_t period() const { return points.size(); }
  bool hasTrap() const { return trapRadius > 0.0; }
  friend bool operator==(const MapCycle&, const MapCycle&) = default;
};

// Finds the cycles that critical orbits converge to, each once, ordered by their first points as
// these are within a cycle. `values` are those of parameterNames(). Given all critical points of a
// rational map, these are all its attracting cycles in the plane (Fatou), except those whose
// multiplier is within 1e-6 of the unit circle and those that the bounded search misses. Returns
// none where f has no derivative. Some are missing once `stop` was requested.
//
// `form` is the same map without common divisors, or null. If the expression has some, as Newton's
// method for a polynomial with a double root has, it is 0/0 in the cycle and its values in doubles
// are wild nearby; the cycle is then found by this form, and has no proven disc.
std::vector<MapCycle> attractingCycles(const Expression& expression,
                                       std::span<const ComplexDecimal> values,
                                       std::span<const std::complex<double>> criticalPoints,
                                       const RationalForm* form = nullptr,
                                       const std::stop_token& stop = {});

}  // namespace fatou::julia

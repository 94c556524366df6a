// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// A cycle of f that attracts a critical orbit, in doubles.
struct MapCycle {
  // points[0] is the one nearest to 0, of several that are equally near the one furthest to the
  // left, and of several such the lowest; points[k + 1] is the image of points[k], and the first
  // one that of the last.
  std::vector<std::complex<double>> points;
  // The product of the derivatives at the points: below 1 in modulus, 0 where it is
  // superattracting.
  std::complex<double> multiplier;
  // An orbit computed in doubles that enters the disc of this radius about points[0] comes back to
  // it every period, for ever; this is proven with all rounding included. 0: too weak, too long or
  // of functions without bounds, so that there is no proof.
  double trapRadius = 0.0;

  std::size_t period() const { return points.size(); }
  bool hasTrap() const { return trapRadius > 0.0; }
  friend bool operator==(const MapCycle&, const MapCycle&) = default;
};

// The cycles that the orbits of the critical points are attracted to, each once, in the order of
// their first points, which is that within a cycle; `values` are those of parameterNames(). For a
// rational map and all its critical points these are all attracting cycles but infinity (Fatou),
// except those whose multiplier is within 1e-6 of the unit circle and those that bounded work does
// not find. None where f has no derivative; some are missing once `stop` was requested.
std::vector<MapCycle> attractingCycles(const Expression& expression,
                                       std::span<const ComplexDecimal> values,
                                       std::span<const std::complex<double>> criticalPoints,
                                       const std::stop_token& stop = {});

}  // namespace fatou::julia

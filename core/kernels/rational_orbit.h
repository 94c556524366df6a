// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/kernels/scaled_complex.h"

namespace fatou::kernels {

// The orbit Z_0, Z_1 = f(Z_0) ... of a rational map f, from which a reference for kernels is made.
// Each number is the exact one, rounded. The point Z + δ is mapped to f(Z) + δ' with
//   δ' = (a_1 δ + ... + a_d δ^d) / (1 + b_1 δ + ... + b_m δ^m)
// for a δ of any size. For f = P / Q the a_k are the coefficients of (P(Z + δ) Q(Z) - P(Z) Q(Z +
// δ)) / Q(Z)^2, and the b_k those of Q(Z + δ) / Q(Z).
struct RationalOrbit {
  // A point Z of the orbit close to a critical point p of f, and Z - p, computed with all digits.
  struct Near {
    std::size_t point = 0;
    std::size_t critical = 0;  // the index of p
    ScaledComplex difference;
  };

  // The reason why the orbit ends at its last point.
  enum class Ending {
    Open,  // it is outside, or no more points were asked for
    Pole,  // it is a pole of f
    Trap   // at an attracting cycle: what is within kTrapRadius of the point never leaves
  };

  std::vector<ScaledComplex> points;
  Ending ending = Ending::Open;
  // The terms a_1 ... a_d, b_1 ... b_m of each point except the last.
  std::vector<ScaledComplex> terms;
  std::vector<Near> near;  // ordered by point
  // The points so close to |z| = R that doubles cannot tell on which side their neighbours are,
  // each with |z|^2 - R^2 as a real part; ordered by point.
  std::vector<std::pair<std::size_t, ScaledComplex>> rim;

  // A point is close to a critical point if their distance is below this, or below this part of
  // |Z|: four times the largest δ that is followed there.
  static constexpr double kNearby = 0x1p-4;
  static constexpr double kTrapRadius = 0x1p-21;
  static constexpr double kRimWidth = 0x1p-30;  // of |z|^2, in units of R^2
};

}  // namespace fatou::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/kernels/scaled_complex.h"

namespace fatou::kernels {

// The orbit Z_0, Z_1 = f(Z_0) ... of a rational map f, as it is before kernels read it: each number
// is exact but for its rounding. A point Z + δ beside one of the orbit's goes to f(Z) + δ', with
//   δ' = (a_1 δ + ... + a_d δ^d) / (1 + b_1 δ + ... + b_m δ^m),
// which holds for a δ of any size. For f = P / Q these are the coefficients of
// (P(Z + δ) Q(Z) - P(Z) Q(Z + δ)) / Q(Z)^2 and of Q(Z + δ) / Q(Z).
struct RationalOrbit {
  // A point that lies beside a critical point p of f: Z - p, with all its digits.
  struct Near {
    std::size_t point = 0;
    std::size_t critical = 0;  // the number of p
    ScaledComplex difference;
  };

  // What is at the last point, beside which orbits may go on.
  enum class Ending {
    Open,  // it is outside, or there are as many points as may be asked for
    Pole,  // of f
    Trap   // at an attracting cycle: all within kTrapRadius of the point stays inside for ever
  };

  std::vector<ScaledComplex> points;
  Ending ending = Ending::Open;
  // a_1 ... a_d, b_1 ... b_m of each point but the last.
  std::vector<ScaledComplex> terms;
  std::vector<Near> near;  // in order
  // Points so near to |z| = R that doubles do not tell on which side the points around them are,
  // with |z|^2 - R^2 as a real part; in order.
  std::vector<std::pair<std::size_t, ScaledComplex>> rim;

  // Beside a critical point is what is nearer to it than this, or than this part of |Z|: four times
  // what a δ can be there.
  static constexpr double kNearby = 0x1p-4;
  static constexpr double kTrapRadius = 0x1p-21;
  static constexpr double kRimWidth = 0x1p-30;  // of |z|^2, in units of R^2
};

}  // namespace fatou::kernels

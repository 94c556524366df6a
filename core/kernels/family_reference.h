// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/kernels/elementary_scalar.h"
#include "core/kernels/program.h"
#include "core/kernels/scaled_complex.h"

namespace fatou::kernels {

// The numbers in front of δ^j π^k, [k * width + j], of a polynomial in both.
struct FamilyTerms {
  std::size_t width = 0;  // the highest power of δ, and one more
  std::vector<ScaledComplex> numbers;

  std::size_t powersOfPi() const { return width == 0 ? 0 : numbers.size() / width; }
};

// The orbit Z_0, Z_1 = f(Z_0, P) ... of a polynomial f that depends on a parameter, at one of its
// values P. At P + π a point Z + δ goes to f(Z, P) + δ', where δ' is the sum of all a_jk δ^j π^k
// but for a_00: the terms are those of f around Z and P, exact but for their rounding.
struct FamilyOrbit {
  // A point that lies beside a critical point p of f at P, or beside several: Z - p, with all its
  // digits.
  struct Near {
    std::size_t point = 0;
    std::size_t critical = 0;  // the number of p
    ScaledComplex difference;
  };

  std::vector<ScaledComplex> points;
  std::vector<FamilyTerms> terms;  // of each point but the last
  // The numbers of all terms in doubles, one point's after the other's.
  std::vector<ComplexNumber> rounded;
  std::vector<Near> near;  // in order of the points
};

// What the orbits of parameters near P are compared with: those of the critical points of f at P,
// and of where orbits begin instead, if they do.
struct FamilyReference {
  // A critical point in doubles, and what is missing.
  struct CriticalPoint {
    ComplexNumber value;
    ComplexNumber rest;
  };
  // An orbit that is followed: from the first point of a reference orbit, or from where the root of
  // a polynomial g in z and the parameter is at P + π, which is that point at P; `root` has the
  // terms of g there.
  struct Start {
    std::size_t orbit = 0;
    FamilyTerms root;
  };

  std::int64_t exponent = 0;  // of the view's offsets
  std::int32_t tmax = 1;
  double escapeRadius = 2.0;
  ComplexNumber parameter;  // P
  Program program;          // f in doubles, with the parameter
  std::vector<FamilyOrbit> orbits;
  std::vector<CriticalPoint> criticalPoints;  // whose orbits are the first ones
  std::vector<Start> starts;

  // Beside a critical point is what is nearer to it than this, or than this part of |Z|.
  static constexpr double kNearby = 0x1p-4;
};

}  // namespace fatou::kernels

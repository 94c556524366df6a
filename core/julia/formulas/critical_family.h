// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "core/julia/formulas/formula.h"
#include "core/julia/formulas/plane_polynomial.h"
#include "core/kernels/elementary_scalar.h"

namespace fatou::julia {

// The critical points of a formula as functions of one of its parameters: where orbits begin on its
// map. The same bits on every machine, for the same parameter wherever it lies on a map.
//
// f'(z) is taken apart as it is written: every factor has its roots, in the order of the factors.
// The roots of a polynomial's factor are functions of the parameter as far as that is seen: 0, a
// root of a linear one, those of a quadratic one with a square for a discriminant; else those of
// plainRoots() for the numbers that its coefficients are at the parameter. A cosine of z has pi /
// 2, a sine 0, a hyperbolic cosine i pi / 2. Poles are none, and neither are points that stay where
// they are whatever the parameter is, as the roots of Newton's method do: their orbits say nothing.
// Each root counts once, however often it is one.
class CriticalFamily {
 public:
  // `c` is that of the place, for where another parameter is meant. Without points where none are
  // known: f' has no roots, is no quotient of polynomials in z and the parameter, or none at all.
  static CriticalFamily create(const Formula& formula, const ComplexDecimal& c,
                               std::string_view parameter);

  std::size_t size() const { return m_size; }
  // The polynomial whose roots are those that stay where they are whatever the parameter is, where
  // that is known and there are others, too; else empty.
  const PlanePolynomial& fixedPoints() const { return m_fixedPoints; }
  // Whether the point is the same for every parameter; index < size().
  bool isConstant(std::size_t index) const;
  // The point for a parameter. No number where it is at infinity.
  kernels::ComplexNumber point(std::size_t index, kernels::ComplexNumber parameter) const;
  // All of them, size() points.
  void points(kernels::ComplexNumber parameter, std::span<kernels::ComplexNumber> all) const;

  // A polynomial in z whose coefficients are polynomials in the parameter: [k] is that of z^k.
  struct Factor {
    std::vector<std::vector<kernels::ComplexNumber>> coefficients;

    std::size_t roots() const { return coefficients.size() - 1; }
    bool isConstant() const;
    void rootsAt(kernels::ComplexNumber parameter, std::span<kernels::ComplexNumber> roots) const;
  };

 private:
  CriticalFamily(std::vector<Factor> factors, PlanePolynomial fixedPoints);

  std::vector<Factor> m_factors;
  PlanePolynomial m_fixedPoints;
  std::size_t m_size = 0;
};

}  // namespace fatou::julia

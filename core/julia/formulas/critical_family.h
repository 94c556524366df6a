// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/julia/formulas/bivariate_polynomial.h"
#include "core/julia/formulas/formula.h"
#include "core/kernels/elementary_scalar.h"

namespace fatou::julia {

// The critical points of a formula as functions of one of its parameters: the starting points of
// the orbits on its map. A parameter has the same points, bit for bit, on every machine and
// wherever it lies on a map.
//
// The factors of f'(z) are taken as it is written, and their roots in the order of the factors. A
// polynomial factor has these roots: 0; the root of a linear factor; both roots of a quadratic
// factor whose discriminant is a square; for any other, what plainRoots() gives for the
// coefficients at the parameter. Of the functions of z alone, cos has the root pi / 2, sin and sinh
// 0, and cosh i pi / 2. Two kinds of points are left out: poles, and points that are fixed for
// every value of the parameter, such as the roots of Newton's method, since their orbits tell
// nothing. Multiple roots count once.
class CriticalFamily {
 public:
  // Finds the critical points. `c` is the place's, and counts where `parameter` is another one. The
  // family is empty where none are known: f has no derivative, or no factor of f' is one of those
  // above. The result means nothing once a stop was requested, which is noticed within some
  // milliseconds.
  static CriticalFamily create(const Formula& formula, const ComplexDecimal& c,
                               std::string_view parameter, const std::stop_token& stop = {});

  std::size_t size() const { return m_size; }
  // The polynomial whose roots are fixed for every value of the parameter; empty where it is not
  // known, or there are no other critical points.
  const BivariatePolynomial& fixedPoints() const { return m_fixedPoints; }
  // Whether the critical point is the same for every parameter; index < size().
  bool isConstant(std::size_t index) const;
  // The critical point for a value of the parameter. NaN where it is at infinity.
  kernels::ComplexNumber point(std::size_t index, kernels::ComplexNumber parameter) const;
  // Writes all size() critical points for a value of the parameter.
  void points(kernels::ComplexNumber parameter, std::span<kernels::ComplexNumber> all) const;

  // A polynomial in z whose coefficients are polynomials in the parameter; coefficients[k] is that
  // of z^k.
  struct Factor {
    std::vector<std::vector<kernels::ComplexNumber>> coefficients;

    std::size_t roots() const { return coefficients.size() - 1; }
    bool isConstant() const;
    void rootsAt(kernels::ComplexNumber parameter, std::span<kernels::ComplexNumber> roots) const;
  };

 private:
  CriticalFamily(std::vector<Factor> factors, BivariatePolynomial fixedPoints);

  std::vector<Factor> m_factors;
  BivariatePolynomial m_fixedPoints;
  std::size_t m_size = 0;
};

}  // namespace fatou::julia

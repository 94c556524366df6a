// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/julia/formulas/rational_form.h"

namespace fatou::julia {

// A root of a polynomial.
struct PolynomialRoot {
  std::complex<double> value;
  // One root is within it of the value, and no other one; infinite where this is not proven.
  double error = std::numeric_limits<double>::infinity();
  std::size_t multiplicity = 1;

  friend bool operator==(const PolynomialRoot&, const PolynomialRoot&) = default;
};

// The roots of a polynomial that are all simple, by Aberth's iteration, with bounds by Smith's
// discs (B. T. Smith, J. ACM 17, 1970) that include the rounding of the coefficients to doubles.
std::vector<PolynomialRoot> simpleRoots(std::span<const ComplexDecimal> polynomial,
                                        const std::stop_token& stop = {});

// All roots with their multiplicities, which are found exactly. Where that takes numbers of too
// many digits, each counts as simple, and those that are not have infinite errors.
std::vector<PolynomialRoot> rootsOf(const DecimalPolynomial& polynomial,
                                    const std::stop_token& stop = {});

// The critical points of a rational map in the plane: the roots of P'Q - PQ', among which are the
// poles of an order of 2 or more. A map of degree d has 2d - 2 with multiplicity, together with
// those at infinity. Nothing where their polynomial has numbers of too many digits.
//
// What these three find means nothing once a stop was requested, which they notice within some
// milliseconds.
std::optional<std::vector<PolynomialRoot>> criticalPoints(const RationalForm& map,
                                                          const std::stop_token& stop = {});

}  // namespace fatou::julia

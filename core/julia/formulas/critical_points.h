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
  // The disc of this radius about the value contains this root and no other one, which is proven;
  // infinite where there is no proof.
  double error = std::numeric_limits<double>::infinity();
  std::size_t multiplicity = 1;

  friend bool operator==(const PolynomialRoot&, const PolynomialRoot&) = default;
};

// Finds the roots of a polynomial that has only simple ones, by Aberth's iteration, with error
// bounds by Smith's discs (B. T. Smith, J. ACM 17, 1970) that include the rounding of the
// coefficients to doubles.
std::vector<PolynomialRoot> simpleRoots(std::span<const ComplexDecimal> polynomial,
                                        const std::stop_token& stop = {});

// Finds all roots with their multiplicities, which are exact. Where the exact arithmetic would need
// numbers of too many digits, every root counts as simple, and multiple roots have infinite errors.
std::vector<PolynomialRoot> rootsOf(const DecimalPolynomial& polynomial,
                                    const std::stop_token& stop = {});

// Finds the critical points of a rational map in the plane: the roots of P'Q - PQ', which include
// the poles of order 2 or more. A map of degree d has 2d - 2 of them with multiplicity, including
// those at infinity. Returns nothing where the exact arithmetic would need numbers of too many
// digits.
//
// The results of these three mean nothing once a stop was requested, which they notice within some
// milliseconds.
std::optional<std::vector<PolynomialRoot>> criticalPoints(const RationalForm& map,
                                                          const std::stop_token& stop = {});

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For the sources of core alone, as core/julia/numbers/big_float.h.

#include <complex>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/julia/formulas/rational_form.h"
#include "core/julia/numbers/big_complex.h"
#include "core/kernels/scaled_complex.h"

namespace fatou::julia {

// A polynomial in numbers of a chosen precision; the coefficient of z^k is at index k.
using BigPolynomial = std::vector<BigComplex>;

// Returns the coefficients of p(z + δ) as a polynomial in δ. Only the first `terms` of them are
// finished, as each takes a pass over all of them. The result means nothing once a stop was
// requested, which is noticed within one product.
BigPolynomial shifted(BigPolynomial p, const BigComplex& z, std::size_t terms,
                      const std::stop_token& stop = {});

// A rational map P / Q with coefficients of a chosen precision.
class BigRationalMap {
 public:
  BigRationalMap(const RationalForm& form, std::int64_t bits);

  std::int64_t bits() const { return m_bits; }
  // The degrees d and m in δ of numerator and denominator; see kernels::RationalOrbit.
  std::size_t numeratorTerms() const;
  std::size_t denominatorTerms() const { return m_denominator.size() - 1; }

  // The map around z: f(z), and the terms a_1 ... b_m of kernels::RationalOrbit. At a pole the
  // value is not finite and there are no terms.
  struct Step {
    BigComplex value;
    std::vector<kernels::ScaledComplex> terms;
  };
  Step stepFrom(const BigComplex& z) const;

  // Finds the critical point of the given multiplicity that is next to a guess, by Newton's method
  // on the derivative of P'Q - PQ' of which it is a simple root. The result is not finite where the
  // iteration does not converge, and arbitrary once `stop` was requested.
  BigComplex criticalPointNear(std::complex<double> guess, std::size_t multiplicity,
                               const std::stop_token& stop = {}) const;

 private:
  bool isPolynomial() const { return m_denominator.size() == 1; }

  std::int64_t m_bits;
  BigPolynomial m_numerator;
  BigPolynomial m_denominator;  // 1 for a polynomial
  BigPolynomial m_critical;
};

kernels::ScaledComplex scaledOf(const BigComplex& z);

}  // namespace fatou::julia

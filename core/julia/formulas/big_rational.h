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

// A polynomial in numbers of a chosen precision: the coefficient of z^k at k.
using BigPolynomial = std::vector<BigComplex>;

// The coefficients of p(z + δ) as a polynomial in δ, of which only the first `terms` are finished:
// each one takes a time of its own.
BigPolynomial shifted(BigPolynomial p, const BigComplex& z, std::size_t terms);

// A rational map P / Q in such numbers.
class BigRational {
 public:
  BigRational(const RationalForm& form, std::int64_t bits);

  std::int64_t bits() const { return m_bits; }
  // The most powers of δ that there are above and below; see kernels::RationalOrbit.
  std::size_t numeratorTerms() const;
  std::size_t denominatorTerms() const { return m_denominator.size() - 1; }

  // What is known of the map around z: f(z), not finite at a pole, and the terms a_1 ... b_m of
  // kernels::RationalOrbit, of which there are none then.
  struct Step {
    BigComplex value;
    std::vector<kernels::ScaledComplex> terms;
  };
  Step stepFrom(const BigComplex& z) const;

  // The critical point of a multiplicity next to a guess, by Newton's method on that derivative of
  // P'Q - PQ' of which it is a simple root. Not finite where the guess leads nowhere; any number
  // once `stop` was requested.
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

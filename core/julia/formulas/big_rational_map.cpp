// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/big_rational_map.h"

#include <algorithm>

namespace fatou::julia {
namespace {

constexpr int kMostNewtonSteps = 100;
// Newton's method ends when this many of the last bits may still be wrong.
constexpr std::int64_t kLastBits = 8;

BigPolynomial bigPolynomial(const DecimalPolynomial& polynomial, std::int64_t bits) {
  BigPolynomial big;
  big.reserve(polynomial.size());
  for (const ComplexDecimal& each : polynomial) big.emplace_back(each, bits);
  return big;
}

BigComplex times(const BigComplex& a, std::size_t factor) {
  BigComplex result = a;
  result.re.setProduct(a.re, static_cast<double>(factor));
  result.im.setProduct(a.im, static_cast<double>(factor));
  return result;
}

BigPolynomial slopeOf(const BigPolynomial& p) {
  BigPolynomial slope;
  for (std::size_t k = 1; k < p.size(); ++k) slope.push_back(times(p[k], k));
  return slope;
}

void addProduct(BigPolynomial& sum, const BigPolynomial& p, const BigPolynomial& q,
                bool isSubtracted) {
  for (std::size_t i = 0; i < p.size(); ++i)
    for (std::size_t k = 0; k < q.size(); ++k) {
      const BigComplex product = p[i] * q[k];
      sum[i + k] = isSubtracted ? sum[i + k] - product : sum[i + k] + product;
    }
}

// The coefficient of x^k, which is 0 beyond the degree.
BigComplex coefficient(const BigPolynomial& p, std::size_t k, std::int64_t bits) {
  return k < p.size() ? p[k] : BigComplex(bits);
}

double log2Modulus(const BigComplex& z) {
  const kernels::ScaledComplex scaled = scaledOf(z);
  return scaled.isZero() ? static_cast<double>(kernels::ScaledComplex::kZeroExponent)
                         : scaled.log2Modulus();
}

}  // namespace

kernels::ScaledComplex scaledOf(const BigComplex& z) {
  const auto [x, xExponent] = z.re.toScaled();
  const auto [y, yExponent] = z.im.toScaled();
  return kernels::ScaledComplex::of(x, 0.0, xExponent) +
         kernels::ScaledComplex::of(0.0, y, yExponent);
}

// Taylor shift by repeated Horner schemes: each pass finishes one more coefficient.
BigPolynomial shifted(BigPolynomial p, const BigComplex& z, std::size_t terms,
                      const std::stop_token& stop) {
  for (std::size_t done = 0; done + 1 < p.size() && done < terms; ++done)
    for (std::size_t k = p.size() - 1; k-- > done && !stop.stop_requested();)
      p[k] = p[k] + p[k + 1] * z;
  return p;
}

BigRationalMap::BigRationalMap(const RationalForm& form, std::int64_t bits)
    : m_bits(bits),
      m_numerator(bigPolynomial(form.numerator, bits)),
      m_denominator(bigPolynomial(form.denominator, bits)),
      m_critical(m_numerator.size() + m_denominator.size(), BigComplex(bits)) {
  if (isPolynomial()) {
    for (BigComplex& each : m_numerator) each = each / m_denominator.front();
    m_denominator.front() = BigComplex(1.0, 0.0, bits);
  }
  addProduct(m_critical, slopeOf(m_numerator), m_denominator, false);
  addProduct(m_critical, m_numerator, slopeOf(m_denominator), true);
}

std::size_t BigRationalMap::numeratorTerms() const {
  return std::max(m_numerator.size(), m_denominator.size()) - 1;
}

BigRationalMap::Step BigRationalMap::stepFrom(const BigComplex& z) const {
  const BigPolynomial above = shifted(m_numerator, z, m_numerator.size());
  if (isPolynomial()) {
    Step step{.value = above.front(), .terms = {}};
    for (std::size_t k = 1; k < above.size(); ++k) step.terms.push_back(scaledOf(above[k]));
    return step;
  }
  const BigPolynomial below = shifted(m_denominator, z, m_denominator.size());
  const BigComplex share = BigComplex(1.0, 0.0, m_bits) / below.front();
  Step step{.value = above.front() * share, .terms = {}};
  if (!step.value.isFinite()) return step;
  step.terms.reserve(numeratorTerms() + denominatorTerms());
  for (std::size_t k = 1; k <= numeratorTerms(); ++k) {
    const BigComplex term =
        coefficient(above, k, m_bits) - step.value * coefficient(below, k, m_bits);
    step.terms.push_back(scaledOf(term * share));
  }
  for (std::size_t k = 1; k <= denominatorTerms(); ++k)
    step.terms.push_back(scaledOf(below[k] * share));
  return step;
}

BigComplex BigRationalMap::criticalPointNear(std::complex<double> guess, std::size_t multiplicity,
                                             const std::stop_token& stop) const {
  BigComplex z(guess.real(), guess.imag(), m_bits);
  for (int turn = 0; turn < kMostNewtonSteps && !stop.stop_requested(); ++turn) {
    const BigPolynomial around = shifted(m_critical, z, multiplicity + 1);
    if (multiplicity >= around.size() || around[multiplicity - 1].isZero()) return z;
    const BigComplex step = around[multiplicity - 1] / times(around[multiplicity], multiplicity);
    z = z - step;
    if (!z.isFinite()) return z;
    // The next step would change only the last bits, which are rounding.
    const double bitsLeft = log2Modulus(step) - std::max(0.0, log2Modulus(z));
    if (2.0 * bitsLeft < -static_cast<double>(m_bits - kLastBits)) return z;
  }
  return z;
}

}  // namespace fatou::julia

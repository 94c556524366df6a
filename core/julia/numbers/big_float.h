// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Big numbers for the sources of core alone: not installed, for it needs MPFR's headers.
//
// They are not Boost's, whose variable precision goes through one default for all threads up to
// version 1.87: here two orbits are computed at once.

#include <algorithm>
#include <cstdint>
#include <mpfr.h>
#include <string>
#include <utility>

#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// A binary number whose precision, in bits, is chosen when it is made. Results are rounded to it.
class BigFloat {
 public:
  explicit BigFloat(std::int64_t bits) {
    mpfr_init2(m_value, static_cast<mpfr_prec_t>(bits));
    mpfr_set_zero(m_value, 1);
  }
  BigFloat(const Decimal& decimal, std::int64_t bits) : BigFloat(bits) {
    const std::string text = (decimal.isNegative() ? "-" : "") +
                             (decimal.isZero() ? std::string("0") : decimal.digits()) + "e" +
                             std::to_string(decimal.exponent());
    mpfr_set_str(m_value, text.c_str(), 10, MPFR_RNDN);
  }
  BigFloat(double value, std::int64_t bits) : BigFloat(bits) {
    mpfr_set_d(m_value, value, MPFR_RNDN);
  }
  BigFloat(const BigFloat& other) : BigFloat(other.bits()) { *this = other; }
  BigFloat& operator=(const BigFloat& other) {
    mpfr_set(m_value, other.m_value, MPFR_RNDN);
    return *this;
  }
  ~BigFloat() { mpfr_clear(m_value); }

  std::int64_t bits() const { return mpfr_get_prec(m_value); }
  // Sets the number to mantissa x 2^exponent.
  void setScaled(double mantissa, std::int64_t exponent) {
    mpfr_set_d(m_value, mantissa, MPFR_RNDN);
    mpfr_mul_2si(m_value, m_value, static_cast<long>(exponent), MPFR_RNDN);
  }
  void setSum(const BigFloat& a, const BigFloat& b) {
    mpfr_add(m_value, a.m_value, b.m_value, MPFR_RNDN);
  }
  void setDifference(const BigFloat& a, const BigFloat& b) {
    mpfr_sub(m_value, a.m_value, b.m_value, MPFR_RNDN);
  }
  void setProduct(const BigFloat& a, double b) { mpfr_mul_d(m_value, a.m_value, b, MPFR_RNDN); }
  void setProduct(const BigFloat& a, const BigFloat& b) {
    mpfr_mul(m_value, a.m_value, b.m_value, MPFR_RNDN);
  }
  void setQuotient(const BigFloat& a, const BigFloat& b) {
    mpfr_div(m_value, a.m_value, b.m_value, MPFR_RNDN);
  }
  // Sets the number to a^b, for a > 0.
  void setPower(const BigFloat& a, const BigFloat& b) {
    mpfr_pow(m_value, a.m_value, b.m_value, MPFR_RNDN);
    // MPFR keeps constants for its next logarithm, which nobody frees when the thread ends.
    mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE);
  }
  // Multiplies by 2^exponent.
  void setScaled(std::int64_t exponent) {
    mpfr_mul_2si(m_value, m_value, static_cast<long>(exponent), MPFR_RNDN);
  }
  // Sets both to the cosine and the sine of k / n turns.
  static void setTurn(BigFloat& cosine, BigFloat& sine, std::int32_t k, std::int32_t n) {
    BigFloat angle(cosine.bits());
    mpfr_const_pi(angle.m_value, MPFR_RNDN);
    mpfr_mul_si(angle.m_value, angle.m_value, 2L * k, MPFR_RNDN);
    mpfr_div_si(angle.m_value, angle.m_value, n, MPFR_RNDN);
    mpfr_sin_cos(sine.m_value, cosine.m_value, angle.m_value, MPFR_RNDN);
    mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE);
  }
  void setNegated(const BigFloat& a) { mpfr_neg(m_value, a.m_value, MPFR_RNDN); }
  // The functions leave constants in MPFR's caches: whoever is done with them holds a BigConstants.
  void setSquareRoot(const BigFloat& a) { mpfr_sqrt(m_value, a.m_value, MPFR_RNDN); }
  void setHypot(const BigFloat& a, const BigFloat& b) {
    mpfr_hypot(m_value, a.m_value, b.m_value, MPFR_RNDN);
  }
  void setPi() { mpfr_const_pi(m_value, MPFR_RNDN); }
  void setExp(const BigFloat& a) { mpfr_exp(m_value, a.m_value, MPFR_RNDN); }
  void setLog(const BigFloat& a) { mpfr_log(m_value, a.m_value, MPFR_RNDN); }
  void setAtan2(const BigFloat& y, const BigFloat& x) {
    mpfr_atan2(m_value, y.m_value, x.m_value, MPFR_RNDN);
  }
  void setAsinh(const BigFloat& a) { mpfr_asinh(m_value, a.m_value, MPFR_RNDN); }
  // Of an angle that no double holds neither is a number: as many digits of pi would be needed as
  // the angle has, which may take hours.
  static void setSinCos(BigFloat& sine, BigFloat& cosine, const BigFloat& a) {
    constexpr mpfr_exp_t kMostExponent = 1024;
    if (mpfr_regular_p(a.m_value) != 0 && mpfr_get_exp(a.m_value) > kMostExponent) {
      mpfr_set_nan(sine.m_value);
      mpfr_set_nan(cosine.m_value);
      return;
    }
    mpfr_sin_cos(sine.m_value, cosine.m_value, a.m_value, MPFR_RNDN);
  }
  // MPFR takes as many digits as a tiny number has zeros; what is added to a and to 1 there is
  // rounded away.
  static void setSinhCosh(BigFloat& sine, BigFloat& cosine, const BigFloat& a) {
    if (mpfr_regular_p(a.m_value) != 0 &&
        mpfr_get_exp(a.m_value) < -std::max({a.bits(), sine.bits(), cosine.bits()})) {
      mpfr_set(sine.m_value, a.m_value, MPFR_RNDN);
      mpfr_set_ui(cosine.m_value, 1, MPFR_RNDN);
      return;
    }
    mpfr_sinh_cosh(sine.m_value, cosine.m_value, a.m_value, MPFR_RNDN);
  }
  bool isZero() const { return mpfr_zero_p(m_value) != 0; }
  bool isFinite() const { return mpfr_number_p(m_value) != 0; }
  // Also of -0.
  bool isNegative() const { return mpfr_signbit(m_value) != 0; }

  void setSquare(const BigFloat& a) { mpfr_sqr(m_value, a.m_value, MPFR_RNDN); }

  double toDouble() const { return mpfr_get_d(m_value, MPFR_RNDN); }
  // The number as mantissa x 2^exponent, the mantissa's modulus from 1/2 to 1, or 0.
  std::pair<double, std::int64_t> toScaled() const {
    long exponent = 0;
    const double mantissa = mpfr_get_d_2exp(&exponent, m_value, MPFR_RNDN);
    return {mantissa, exponent};
  }
  // 0.DIGITS x 10^exponent, the nearest with that many digits, with a sign in front.
  std::pair<std::string, std::int64_t> toDigits(std::size_t count) const {
    mpfr_exp_t exponent = 0;
    char* text = mpfr_get_str(nullptr, &exponent, 10, count, m_value, MPFR_RNDN);
    std::pair<std::string, std::int64_t> digits{text, exponent};
    mpfr_free_str(text);
    return digits;
  }
  friend bool operator<(const BigFloat& a, const BigFloat& b) {
    return mpfr_less_p(a.m_value, b.m_value) != 0;
  }

 private:
  mpfr_t m_value;
};

// Frees what MPFR's functions keep for their next call when the thread is done with them; nobody
// else does.
class BigConstants {
 public:
  BigConstants() = default;
  BigConstants(const BigConstants&) = delete;
  BigConstants& operator=(const BigConstants&) = delete;
  ~BigConstants() { mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE); }
};

// The bits of precision for that many decimal digits.
inline std::int64_t bitsForDigits(std::int64_t digits) {
  return digits * 33'220 / 10'000 + 2;
}

// The power of ten just above a number other than 0.
inline std::int64_t topOf(const Decimal& x) {
  return x.exponent() + static_cast<std::int64_t>(x.digits().size());
}

// The decimal digits that hold a sum of both exactly, and 40 more. Sums of numbers more than
// 2 x Decimal::kMaxDigits apart are rounded.
std::int64_t digitsToHold(const Decimal& a, const Decimal& b);

}  // namespace fatou::julia

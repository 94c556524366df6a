// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace fatou::kernels {

// std::ldexp(), to the bit, without its call where 2^exponent is a double: scaling is most of what
// scaled numbers cost.
inline double timesPowerOfTwo(double x, std::int64_t exponent) {
  constexpr std::int64_t kBias = 1023;
  if (exponent > -kBias && exponent <= kBias)
    return x * std::bit_cast<double>(static_cast<std::uint64_t>(kBias + exponent) << 52U);
  constexpr std::int64_t kBeyond = 5000;
  return std::ldexp(x, static_cast<int>(std::clamp(exponent, -kBeyond, kBeyond)));
}

// std::ilogb() of a positive number.
inline int exponentOf(double x) {
  const auto biased = static_cast<int>(std::bit_cast<std::uint64_t>(x) >> 52U);
  return biased > 0 ? biased - 1023 : std::ilogb(x);
}

// (re + i im) x 2^exponent: a complex number with a double's precision and any size. The larger of
// both parts is from 1 to 2, or both are 0.
struct ScaledComplex {
  static constexpr std::int64_t kZeroExponent = -(std::int64_t{1} << 60);

  double re = 0.0;
  double im = 0.0;
  std::int64_t exponent = kZeroExponent;

  // Makes one of finite numbers; what is below 2^kZeroExponent becomes 0.
  static ScaledComplex of(double re, double im, std::int64_t exponent = 0) {
    const double larger = std::max(std::abs(re), std::abs(im));
    if (larger == 0.0) return {};
    const int shift = exponentOf(larger);
    exponent += shift;
    if (exponent <= kZeroExponent) return {};
    return {timesPowerOfTwo(re, -shift), timesPowerOfTwo(im, -shift), exponent};
  }

  bool isZero() const { return exponent == kZeroExponent; }
  double log2Modulus() const {
    return static_cast<double>(exponent) + 0.5 * std::log2(re * re + im * im);
  }
  // One part as a double: 0 or infinite beyond its range.
  double toDouble(double part) const { return timesPowerOfTwo(part, exponent); }
  double reToDouble() const { return toDouble(re); }
  double imToDouble() const { return toDouble(im); }

  friend ScaledComplex operator*(const ScaledComplex& a, const ScaledComplex& b) {
    return of(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re, a.exponent + b.exponent);
  }
  friend ScaledComplex operator+(const ScaledComplex& a, const ScaledComplex& b) {
    if (a.exponent < b.exponent) return b + a;
    const std::int64_t gap = b.exponent - a.exponent;
    if (b.isZero() || gap < -2000) return a;
    return of(a.re + timesPowerOfTwo(b.re, gap), a.im + timesPowerOfTwo(b.im, gap), a.exponent);
  }
  ScaledComplex doubled() const { return isZero() ? *this : ScaledComplex{re, im, exponent + 1}; }

  // |a| < |b|, by the squares of both.
  friend bool isNearerToZero(const ScaledComplex& a, const ScaledComplex& b) {
    if (b.isZero() || a.isZero()) return !b.isZero();
    const std::int64_t gap = std::clamp<std::int64_t>(a.exponent - b.exponent, -100, 100);
    return timesPowerOfTwo(a.re * a.re + a.im * a.im, 2 * gap) < b.re * b.re + b.im * b.im;
  }

  friend bool operator==(const ScaledComplex&, const ScaledComplex&) = default;
};

// A product of many factors, of any size: as exact as ScaledComplex, and cheaper a factor, because
// it is brought back into a double's range only when it is about to leave it.
class RunningProduct {
 public:
  RunningProduct() = default;
  explicit RunningProduct(const ScaledComplex& value)
      : m_re(value.re), m_im(value.im), m_exponent(value.exponent) {}

  void multiply(double re, double im) {
    const double x = m_re * re - m_im * im;
    m_im = m_re * im + m_im * re;
    m_re = x;
    const double larger = std::max(std::abs(m_re), std::abs(m_im));
    if (larger > 0x1p-300 && larger < 0x1p300) return;
    *this = RunningProduct(value());
  }
  void multiply(const ScaledComplex& factor) { *this = RunningProduct(value() * factor); }
  ScaledComplex value() const { return ScaledComplex::of(m_re, m_im, m_exponent); }

 private:
  double m_re = 0.0;
  double m_im = 0.0;
  std::int64_t m_exponent = 0;
};

}  // namespace fatou::kernels

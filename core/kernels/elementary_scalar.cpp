// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/elementary_scalar.h"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/kernels/elementary_constants.h"
#include "core/kernels/float_log2.h"

namespace fatou::kernels {
namespace {

// The operations that elementary_reals-inl.h is written in, for doubles.
#define FATOU_LANES inline
#define FATOU_LANES_BODY

template <class V>
inline V number(double x) {
  return x;
}
inline bool less(double a, double b) {
  return a < b;
}
inline bool equal(double a, double b) {
  return a == b;
}
inline bool both(bool a, bool b) {
  return a && b;
}
inline double select(bool condition, double yes, double no) {
  return condition ? yes : no;
}
inline double squareRoot(double x) {
  return std::sqrt(x);
}

inline std::uint64_t bitsOf(double x) {
  return std::bit_cast<std::uint64_t>(x);
}
inline double ofBits(std::uint64_t bits) {
  return std::bit_cast<double>(bits);
}
// Chooses by the sign bit, so -0 counts as negative.
inline double selectNegative(double x, double yes, double no) {
  return (bitsOf(x) & kSignBit) != 0 ? yes : no;
}
inline double bitsAnd(double x, std::uint64_t bits) {
  return ofBits(bitsOf(x) & bits);
}
inline double bitsOr(double x, std::uint64_t bits) {
  return ofBits(bitsOf(x) | bits);
}
inline double bitsXor(double x, double y) {
  return ofBits(bitsOf(x) ^ bitsOf(y));
}
inline double bitsAdd(double x, std::uint64_t bits) {
  return ofBits(bitsOf(x) + bits);
}
inline double bitsFrom(std::uint64_t bits, double x) {
  return ofBits(bits - bitsOf(x));
}
template <int kBits>
inline double bitsShiftedLeft(double x) {
  return ofBits(bitsOf(x) << kBits);
}
template <int kBits>
inline double bitsShiftedRight(double x) {
  return ofBits(bitsOf(x) >> kBits);
}

#include "core/kernels/elementary_inverse-inl.h"

using Number = Complex<double>;

}  // namespace

ComplexNumber elementaryScalar(ElementaryFunction f, ComplexNumber z) {
  const Number value = elementary(f, Number{z.re, z.im});
  return {value.re, value.im};
}

ComplexNumber elementaryScalar(PairFunction f, ComplexNumber a, ComplexNumber b) {
  const Number value = elementary(f, Number{a.re, a.im}, Number{b.re, b.im});
  return {value.re, value.im};
}

ComplexNumber wholePowerScalar(ComplexNumber z, std::int32_t n) {
  const Number value = wholePower(Number{z.re, z.im}, n);
  return {value.re, value.im};
}

}  // namespace fatou::kernels

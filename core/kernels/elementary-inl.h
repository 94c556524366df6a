// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_ELEMENTARY_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_ELEMENTARY_INL_H
#undef FATOU_CORE_KERNELS_ELEMENTARY_INL_H
#else
#define FATOU_CORE_KERNELS_ELEMENTARY_INL_H
#endif

#include <bit>
#include <cstddef>
#include <cstdint>

#include <hwy/highway.h>

#include "core/kernels/elementary.h"
#include "core/kernels/elementary_constants.h"
#include "core/kernels/float_log2.h"

// The functions of elementary.h for vectors: elementary::exp(Complex<V>), elementary::power() and
// so on, and elementary::elementary() for a function that is chosen at run time.
HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE::elementary {
namespace hn = hwy::HWY_NAMESPACE;

// The operations that elementary_reals-inl.h is written in, for vectors. Sums, products and
// quotients are Highway's operators.
#undef FATOU_LANES
#undef FATOU_LANES_BODY
#define FATOU_LANES HWY_INLINE
#define FATOU_LANES_BODY HWY_ATTR __attribute__((always_inline))

template <class V>
using BitsTag = hn::RebindToUnsigned<hn::DFromV<V>>;
template <class V>
using Bits = hn::Vec<BitsTag<V>>;

template <class V>
HWY_INLINE V number(double x) {
  return hn::Set(hn::DFromV<V>(), x);
}
template <class V>
HWY_INLINE auto less(V a, V b) {
  return hn::Lt(a, b);
}
template <class V>
HWY_INLINE auto equal(V a, V b) {
  return hn::Eq(a, b);
}
template <class M>
HWY_INLINE M both(M a, M b) {
  return hn::And(a, b);
}
template <class M, class V>
HWY_INLINE V select(M condition, V yes, V no) {
  return hn::IfThenElse(condition, yes, no);
}
template <class V>
HWY_INLINE V squareRoot(V x) {
  return hn::Sqrt(x);
}

template <class V>
HWY_INLINE Bits<V> bitsOf(V x) {
  return hn::BitCast(BitsTag<V>(), x);
}
template <class V>
HWY_INLINE V ofBits(Bits<V> bits) {
  return hn::BitCast(hn::DFromV<V>(), bits);
}
template <class V>
HWY_INLINE Bits<V> sameBits(std::uint64_t bits) {
  return hn::Set(BitsTag<V>(), bits);
}
// Chooses by the sign bit, so -0 counts as negative. Highway's IfNegativeThenElse() for doubles
// looks at more than that bit on SSSE3, and compares with 0 on the scalar target.
template <class V>
HWY_INLINE V selectNegative(V x, V yes, V no) {
  const hn::DFromV<V> d;
  const hn::RebindToSigned<hn::DFromV<V>> di;
  const auto isNegative = hn::Lt(hn::BitCast(di, x), hn::Zero(di));
  return hn::IfThenElse(hn::RebindMask(d, isNegative), yes, no);
}
template <class V>
HWY_INLINE V bitsAnd(V x, std::uint64_t bits) {
  return ofBits<V>(hn::And(bitsOf(x), sameBits<V>(bits)));
}
template <class V>
HWY_INLINE V bitsOr(V x, std::uint64_t bits) {
  return ofBits<V>(hn::Or(bitsOf(x), sameBits<V>(bits)));
}
template <class V>
HWY_INLINE V bitsXor(V x, V y) {
  return hn::Xor(x, y);
}
template <class V>
HWY_INLINE V bitsAdd(V x, std::uint64_t bits) {
  return ofBits<V>(hn::Add(bitsOf(x), sameBits<V>(bits)));
}
template <class V>
HWY_INLINE V bitsFrom(std::uint64_t bits, V x) {
  return ofBits<V>(hn::Sub(sameBits<V>(bits), bitsOf(x)));
}
template <int kBits, class V>
HWY_INLINE V bitsShiftedLeft(V x) {
  return ofBits<V>(hn::ShiftLeft<kBits>(bitsOf(x)));
}
template <int kBits, class V>
HWY_INLINE V bitsShiftedRight(V x) {
  return ofBits<V>(hn::ShiftRight<kBits>(bitsOf(x)));
}

#include "core/kernels/elementary_inverse-inl.h"

}  // namespace fatou::kernels::HWY_NAMESPACE::elementary
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

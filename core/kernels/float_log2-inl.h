// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_FLOAT_LOG2_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_FLOAT_LOG2_INL_H
#undef FATOU_CORE_KERNELS_FLOAT_LOG2_INL_H
#else
#define FATOU_CORE_KERNELS_FLOAT_LOG2_INL_H
#endif

#include <cstdint>

#include <hwy/highway.h>

#include "core/kernels/float_log2.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// kernels::floatLog2() of every lane, the same bits.
template <class D>
HWY_INLINE hn::Vec<D> floatLog2(D d, hn::Vec<D> x) {
  const hn::Rebind<std::int64_t, D> di;
  const auto one = hn::Set(d, 1.0);
  const auto shifted = hn::Add(hn::BitCast(di, x), hn::Set(di, kHalfOctave));
  const auto exponent = hn::Sub(hn::ShiftRight<52>(shifted), hn::Set(di, 1023));
  const auto bits =
      hn::Add(hn::And(shifted, hn::Set(di, kMantissaBits)), hn::Set(di, kSqrtHalfBits));
  const auto m = hn::BitCast(d, bits);
  const auto s = hn::Div(hn::Sub(m, one), hn::Add(m, one));
  const auto s2 = hn::Mul(s, s);
  auto sum = hn::Set(d, kLog2Terms[5]);
  for (int k = 4; k >= 0; --k) sum = hn::Add(hn::Mul(sum, s2), hn::Set(d, kLog2Terms[k]));
  return hn::Add(hn::ConvertTo(d, exponent), hn::Mul(sum, s));
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

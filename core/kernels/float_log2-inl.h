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
#include "core/kernels/orbit_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// kernels::floatLog2() of every lane of a block, the same bits. Term by term for all vectors, for
// one logarithm is a chain of 100 cycles, and too long for the processor to begin the next ones.
template <class D>
HWY_INLINE void floatLog2(D d, BlockNumbers<D>& block) {
  const hn::Rebind<std::int64_t, D> di;
  const auto one = hn::Set(d, 1.0);
  BlockNumbers<D> exponent;
  BlockNumbers<D> s;
  BlockNumbers<D> s2;
  BlockNumbers<D> sum;
  eachVector([&](auto v) FATOU_VECTOR_BODY {
    const auto shifted = hn::Add(hn::BitCast(di, block.of[v]), hn::Set(di, kHalfOctave));
    exponent.of[v] = hn::ConvertTo(d, hn::Sub(hn::ShiftRight<52>(shifted), hn::Set(di, 1023)));
    const auto bits =
        hn::Add(hn::And(shifted, hn::Set(di, kMantissaBits)), hn::Set(di, kSqrtHalfBits));
    const auto m = hn::BitCast(d, bits);
    s.of[v] = hn::Div(hn::Sub(m, one), hn::Add(m, one));
  });
  const auto lastTerm = hn::Set(d, kLog2Terms[5]);
  eachVector([&](auto v) FATOU_VECTOR_BODY {
    s2.of[v] = hn::Mul(s.of[v], s.of[v]);
    sum.of[v] = lastTerm;
  });
  for (int k = 4; k >= 0; --k) {
    const auto term = hn::Set(d, kLog2Terms[k]);
    eachVector([&](auto v)
                   FATOU_VECTOR_BODY { sum.of[v] = hn::Add(hn::Mul(sum.of[v], s2.of[v]), term); });
  }
  eachVector([&](auto v) FATOU_VECTOR_BODY {
    block.of[v] = hn::Add(exponent.of[v], hn::Mul(sum.of[v], s.of[v]));
  });
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

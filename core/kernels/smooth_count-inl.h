// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_SMOOTH_COUNT_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_SMOOTH_COUNT_INL_H
#undef FATOU_CORE_KERNELS_SMOOTH_COUNT_INL_H
#else
#define FATOU_CORE_KERNELS_SMOOTH_COUNT_INL_H
#endif

#include <cstddef>
#include <cstdint>
#include <utility>

#include <hwy/highway.h>

#include "core/kernels/float_log2-inl.h"
#include "core/kernels/orbit_block-inl.h"
#include "core/kernels/smooth_count.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Floats by the vector; the scalar target has one lane of anything.
#if HWY_TARGET == HWY_SCALAR
template <class D>
using FloatTag = hn::Rebind<float, D>;
#else
template <class D>
using FloatTag = hn::Repartition<float, D>;
#endif

// kernels::smoothCountOf() of every lane of kVectors vectors, the same bits where |z|^2 is below
// kLargestNorm: counts, which are t + kSmoothShift before, of orbits with |z_t|^2 = norms. Term by
// term for all vectors: one logarithm is a chain that is too long for the processor to begin the
// next ones.
template <class Map, std::size_t kVectors, class DF>
HWY_INLINE void smoothCounts(DF df, const hn::Vec<DF> (&norms)[kVectors],
                             hn::Vec<DF> (&counts)[kVectors]) {
  const hn::RebindToSigned<DF> di;
  const auto one = hn::Set(df, 1.0F);
  constexpr auto kEach = std::make_index_sequence<kVectors>{};
  hn::Vec<DF> log[kVectors];
  hn::Vec<DF> s[kVectors];
  eachVector(
      [&](auto v) FATOU_VECTOR_BODY {
        const auto bits = hn::Add(hn::BitCast(di, norms[v]), hn::Set(di, kHalfDropped));
        const auto rounded = hn::And(bits, hn::Set(di, kKeptBits));
        const auto shifted = hn::Add(rounded, hn::Set(di, kFloatHalfOctave));
        const auto bias = hn::Set(di, 127 + static_cast<int>(kModulusUnit));
        log[v] = hn::ConvertTo(df, hn::Sub(hn::ShiftRight<23>(shifted), bias));
        const auto mantissa = hn::And(shifted, hn::Set(di, kFloatMantissaBits));
        const auto m = hn::BitCast(df, hn::Add(mantissa, hn::Set(di, kFloatSqrtHalfBits)));
        s[v] = hn::Div(hn::Sub(m, one), hn::Add(m, one));
      },
      kEach);
  eachVector(
      [&](auto v) FATOU_VECTOR_BODY {
        const auto s2 = hn::Mul(s[v], s[v]);
        auto sum = hn::Add(hn::Mul(hn::Set(df, kNormTerms[2]), s2), hn::Set(df, kNormTerms[1]));
        sum = hn::Add(hn::Mul(sum, s2), hn::Set(df, kNormTerms[0]));
        log[v] = hn::Add(log[v], hn::Mul(s[v], sum));
        s[v] = hn::Div(log[v], hn::Add(log[v], hn::Set(df, 2.0F * kModulusUnit)));
      },
      kEach);
  eachVector(
      [&](auto v) FATOU_VECTOR_BODY {
        const auto s2 = hn::Mul(s[v], s[v]);
        auto sum =
            hn::Add(hn::Mul(hn::Set(df, kModulusTerms[3]), s2), hn::Set(df, kModulusTerms[2]));
        sum = hn::Add(hn::Mul(sum, s2), hn::Set(df, kModulusTerms[1]));
        sum = hn::Add(hn::Mul(sum, s2), hn::Set(df, kModulusTerms[0]));
        auto last = hn::Mul(s[v], sum);
        if constexpr (Map::kDegree != 2) last = hn::Mul(last, hn::Set(df, kSmoothShare<Map>));
        counts[v] = hn::Sub(counts[v], last);
      },
      kEach);
}

// Of `size` orbits of the square side by side, a multiple of 4 vectors.
template <class DF>
HWY_INLINE void smoothCounts(DF df, std::size_t size, const float* norms, float* counts) {
  constexpr std::size_t kVectors = 4;
  constexpr auto kEach = std::make_index_sequence<kVectors>{};
  const std::size_t lanes = hn::Lanes(df);
  for (std::size_t first = 0; first < size; first += kVectors * lanes) {
    hn::Vec<DF> norm[kVectors];
    hn::Vec<DF> count[kVectors];
    eachVector(
        [&](auto v) FATOU_VECTOR_BODY {
          norm[v] = hn::Load(df, norms + first + v * lanes);
          count[v] = hn::Load(df, counts + first + v * lanes);
        },
        kEach);
    smoothCounts<SquareMap>(df, norm, count);
    eachVector([&](auto v)
                   FATOU_VECTOR_BODY { hn::Store(count[v], df, counts + first + v * lanes); },
               kEach);
  }
}

// log2 |z|^2 of z that are too large for the above.
template <class D>
HWY_INLINE BlockNumbers<D> largeLogs(D d, const OrbitBlock<D>& z) {
  BlockNumbers<D> logs;
  const auto unit = hn::Set(d, kLargeUnit);
  eachVector([&](auto v) FATOU_VECTOR_BODY {
    logs.of[v] = squaredModulus(d, hn::Mul(z.x[v], unit), hn::Mul(z.y[v], unit));
  });
  floatLog2(d, logs);
  const auto unitLog = hn::Set(d, kLog2LargeUnit2);
  eachVector([&](auto v) FATOU_VECTOR_BODY { logs.of[v] = hn::Sub(logs.of[v], unitLog); });
  return logs;
}

// smoothCountOf() of a block, of any z: the times t become the counts.
template <class Map, class D>
HWY_INLINE void takeSmoothCounts(D d, const OrbitBlock<D>& z, BlockTimes<D>& times) {
  const hn::Rebind<float, D> df;
  hn::Vec<decltype(df)> norm[kOrbitVectors];
  hn::Vec<decltype(df)> count[kOrbitVectors];
  BlockMasks<D> large;
  eachVector([&](auto v) FATOU_VECTOR_BODY {
    norm[v] = hn::DemoteTo(df, squaredModulus(d, z.x[v], z.y[v]));
    count[v] = hn::DemoteTo(df, hn::Add(times.of[v], hn::Set(d, kSmoothShift<Map>)));
    const auto limit = hn::Set(d, double{kLargestNorm});
    large.of[v] = hn::Not(hn::Lt(hn::PromoteTo(d, norm[v]), limit));
  });
  smoothCounts<Map>(df, norm, count);
  BlockNumbers<D> log = times;
  if (HWY_UNLIKELY(!noneOf(d, large))) {
    log = largeLogs(d, z);
    eachVector([&](auto v) FATOU_VECTOR_BODY { log.of[v] = hn::Mul(hn::Set(d, 0.5), log.of[v]); });
    floatLog2(d, log);
  }
  eachVector([&](auto v) FATOU_VECTOR_BODY {
    const auto next = hn::Add(times.of[v], hn::Set(d, 1.0));
    const auto share = hn::Set(d, 1.0 / Map::kLog2Degree);
    const auto slow = hn::Sub(next, hn::Mul(log.of[v], share));
    times.of[v] = hn::IfThenElse(large.of[v], slow, hn::PromoteTo(d, count[v]));
  });
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

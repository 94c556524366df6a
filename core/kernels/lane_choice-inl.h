// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_LANE_CHOICE_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_LANE_CHOICE_INL_H
#undef FATOU_CORE_KERNELS_LANE_CHOICE_INL_H
#else
#define FATOU_CORE_KERNELS_LANE_CHOICE_INL_H
#endif

#include <cstddef>
#include <cstdint>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Stores the chosen lanes of vectors side by side. hn::Compress of Highway 1.0 copies its table to
// the stack at every call when GCC compiles it, which took more time than the iterations between.
//
// A whole vector is written: what follows the chosen lanes in memory is overwritten with anything.
#if HWY_TARGET <= HWY_AVX3

class LaneChoice {
 public:
  template <class D>
  LaneChoice(D d, hn::Mask<D> mask) : m_mask(mask.raw), m_count(hn::CountTrue(d, mask)) {}

  template <class D>
  HWY_INLINE void store(D d, hn::Vec<D> v, hn::TFromD<D>* to) const {
    const auto bits = hn::BitCast(hn::ScalableTag<std::int64_t>(), v);
    const hn::Vec<hn::ScalableTag<std::int64_t>> packed{
        _mm512_maskz_compress_epi64(m_mask, bits.raw)};
    hn::StoreU(hn::BitCast(d, packed), d, to);
  }
  std::size_t count() const { return m_count; }

 private:
  __mmask8 m_mask;
  std::size_t m_count;
};

#elif HWY_TARGET == HWY_AVX2

class LaneChoice {
 public:
  template <class D>
  LaneChoice(D d, hn::Mask<D> mask) : m_count(hn::CountTrue(d, mask)) {
    // For each choice of 4 lanes, the 32-bit halves to take.
    alignas(32) static constexpr std::uint32_t kHalves[16][8] = {
        {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 3, 0, 1, 4, 5, 6, 7},
        {0, 1, 2, 3, 4, 5, 6, 7}, {4, 5, 0, 1, 2, 3, 6, 7}, {0, 1, 4, 5, 2, 3, 6, 7},
        {2, 3, 4, 5, 0, 1, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, {6, 7, 0, 1, 2, 3, 4, 5},
        {0, 1, 6, 7, 2, 3, 4, 5}, {2, 3, 6, 7, 0, 1, 4, 5}, {0, 1, 2, 3, 6, 7, 4, 5},
        {4, 5, 6, 7, 0, 1, 2, 3}, {0, 1, 4, 5, 6, 7, 2, 3}, {2, 3, 4, 5, 6, 7, 0, 1},
        {0, 1, 2, 3, 4, 5, 6, 7}};
    std::uint8_t bits[8] = {};
    hn::StoreMaskBits(d, mask, bits);
    m_halves = hn::Load(m_du32, kHalves[bits[0]]);
  }

  template <class D>
  HWY_INLINE void store(D d, hn::Vec<D> v, hn::TFromD<D>* to) const {
    const auto packed =
        hn::TableLookupLanes(hn::BitCast(m_du32, v), hn::IndicesFromVec(m_du32, m_halves));
    hn::StoreU(hn::BitCast(d, packed), d, to);
  }
  std::size_t count() const { return m_count; }

 private:
  static constexpr hn::ScalableTag<std::uint32_t> m_du32{};
  hn::Vec<hn::ScalableTag<std::uint32_t>> m_halves;
  std::size_t m_count;
};

#else

class LaneChoice {
 public:
  template <class D>
  LaneChoice(D d, hn::Mask<D> mask) : m_count(hn::CountTrue(d, mask)) {
    hn::StoreMaskBits(d, mask, m_bits);
  }

  template <class D>
  HWY_INLINE void store(D d, hn::Vec<D> v, hn::TFromD<D>* to) const {
    HWY_ALIGN hn::TFromD<D> lanes[hn::MaxLanes(D())];
    hn::Store(v, d, lanes);
    std::size_t n = 0;
    for (std::size_t lane = 0; lane < hn::Lanes(d); ++lane) {
      to[n] = lanes[lane];
      n += (m_bits[0] >> lane) & 1U;
    }
  }
  std::size_t count() const { return m_count; }

 private:
  std::uint8_t m_bits[8] = {};
  std::size_t m_count;
};

#endif

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_SMOOTH_GROUP_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_SMOOTH_GROUP_INL_H
#undef FATOU_CORE_KERNELS_SMOOTH_GROUP_INL_H
#else
#define FATOU_CORE_KERNELS_SMOOTH_GROUP_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <hwy/highway.h>

#include "core/kernels/far_block-inl.h"
#include "core/kernels/smooth_count-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The smooth counts of a group of blocks side by side: what they are made of is put here block by
// block, for their logarithms are taken sooner of many at once.
template <class D>
class SmoothGroup {
 public:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kWidth = kLanes * kLanes;
  static constexpr std::size_t kSize = kOrbitVectors * kWidth;

  HWY_INLINE void put(std::size_t block, std::size_t row, hn::Vec<D> norm, hn::Vec<D> count) {
    const std::size_t at = row * kWidth + block * kLanes;
    hn::Store(hn::DemoteTo(m_df, norm), m_df, m_norms + at);
    hn::Store(hn::DemoteTo(m_df, count), m_df, m_counts + at);
  }

  // Puts the counts there in place of what they are made of.
  HWY_INLINE void finish() { smoothCounts(FloatTag<D>(), kSize, m_norms, m_counts); }
  // Not where |z|^2 is too large.
  bool isRight(std::size_t row, std::size_t col) const {
    return m_norms[row * kWidth + col] < kLargestNorm;
  }

  const float* row(std::size_t row) const { return m_counts + row * kWidth; }

 private:
  static constexpr D m_d{};
  static constexpr hn::Rebind<float, D> m_df{};
  HWY_ALIGN float m_norms[kSize] = {};
  HWY_ALIGN float m_counts[kSize] = {};
};

// Collects |z|^2 and times as SmoothGroup does, but of pixels that lie anywhere, each with the
// place that its smooth count goes to.
template <class D>
class SmoothQueue {
 public:
  static constexpr std::size_t kSize = SmoothGroup<D>::kSize;

  bool isFull() const { return m_size == kSize; }
  std::size_t size() const { return m_size; }

  // There must be room.
  void add(float norm, float count, std::size_t index) {
    m_norms[m_size] = norm;
    m_counts[m_size] = count;
    m_indices[m_size++] = index;
  }

  // Tells found(index, smooth count, whether it is right) of each, and is empty again.
  template <class Found>
  HWY_INLINE void finish(const Found& found) {
    smoothCounts(FloatTag<D>(), kSize, m_norms, m_counts);
    for (std::size_t k = 0; k < m_size; ++k)
      found(m_indices[k], m_counts[k], m_norms[k] < kLargestNorm);
    m_size = 0;
  }

 private:
  HWY_ALIGN float m_norms[kSize] = {};
  HWY_ALIGN float m_counts[kSize] = {};
  std::size_t m_indices[kSize] = {};
  std::size_t m_size = 0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

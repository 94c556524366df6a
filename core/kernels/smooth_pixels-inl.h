// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_SMOOTH_PIXELS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_SMOOTH_PIXELS_INL_H
#undef FATOU_CORE_KERNELS_SMOOTH_PIXELS_INL_H
#else
#define FATOU_CORE_KERNELS_SMOOTH_PIXELS_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include <hwy/highway.h>

#include "core/kernels/block_walk-inl.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/far_block-inl.h"
#include "core/kernels/far_mirror-inl.h"
#include "core/kernels/smooth_group-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A pixel whose smooth count is found late: where it is, its J, and where the count goes.
struct LatePixel {
  double x;
  double y;
  std::int32_t count;
  float* smooth;
};

// The smooth counts that a fast kernel makes of what it knows of orbits, the same bits as
// escapeQuantities(): of a group of blocks at a time, and of single pixels when they are found to
// escape. Does nothing if they are not wanted.
template <class D>
class SmoothPixels {
 public:
  SmoothPixels(const EscapeTimeJob& job, std::span<float> smooth)
      : m_job(job),
        m_smooth(smooth),
        m_c{hn::Set(m_d, job.cRe), hn::Set(m_d, job.cIm)},
        m_mirror(job.cRe, job.cIm),
        m_beginFarther(!(isBelow(job.xs) && isBelow(job.ys))) {}

  bool wanted() const { return !m_smooth.empty(); }
  float* placeOf(std::size_t index) { return &m_smooth[index]; }

  // Whether pixels and mirrors with the same J, `error` apart at most at their escape, provably
  // have the same smooth count.
  HWY_INLINE hn::Mask<D> mirrorsAreSame(hn::Vec<D> farNorm, hn::Vec<D> error) const {
    return m_mirror.isSame(farNorm, error);
  }
  // Whether that holds for all pixels of a block; false if in doubt.
  HWY_INLINE bool mirrorsAreSame(const BlockNumbers<D>& farNorms, double error) const {
    return m_mirror.areSame(farNorms, error);
  }
  HWY_INLINE bool mirrorsAreSame(const BlockNumbers<D>& farNorms,
                                 const BlockErrors<D>& errors) const {
    const auto largest = hn::MaxOfLanes(m_d, largestOf(errors));
    return m_mirror.areSame(farNorms, std::sqrt(hn::GetLane(largest)));
  }

  // The k-th block of the group, all of whose pixels have this J, less than tmax.
  HWY_NOINLINE void goFar(std::size_t k, const KernelBlock& block, std::int32_t count,
                          FarBlock<D>& far) {
    OrbitBlock<D> z;
    BlockMasks<D> there;
    loadBlock(m_d, m_job, block, z, there);
    std::int32_t steps = count > 0 ? count + kStepsToFar : 0;
    advance(m_c, steps, z);
    seeNorms(z, far.norm);
    // Mostly all of them are far away at the same time. Beyond an edge is anything.
    const auto far2 = hn::Set(m_d, kFarAway * kFarAway);
    const bool whole = isWhole(m_d, block);
    for (; whole && hn::AllTrue(m_d, hn::Lt(largestOf(far.norm), far2)); ++steps) {
      advance(m_c, 1, z);
      seeNorms(z, far.norm);
    }
    const auto time = hn::Set(m_d, static_cast<double>(steps));
    eachVector([&](auto v) FATOU_VECTOR_BODY { far.time.of[v] = time; });
    if (!whole || !hn::AllFalse(m_d, hn::Lt(leastOf(far.norm), far2)))
      goFarAway(m_d, m_c, there, z, far);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_group.put(k, v, far.norm.of[v], hn::Sub(far.time.of[v], hn::Set(m_d, 3.0)));
    });
    m_escapes = true;
  }

  // Takes row v of block k: `far` has |z|^2 of its orbits far away, and when they were there.
  HWY_INLINE void put(std::size_t k, std::size_t v, hn::Mask<D> escaped, FarBlock<D>& far) {
    const auto count = hn::Sub(far.time.of[v], hn::Set(m_d, 3.0));
    // Pixels that do not escape have a smooth count of tmax, whatever their |z|^2 is.
    far.norm.of[v] = hn::IfThenElse(escaped, far.norm.of[v], hn::Set(m_d, kUnitNorm));
    m_group.put(k, v, far.norm.of[v], hn::IfThenElse(escaped, count, tmax()));
    m_escapes = true;
  }

  // Takes all rows of a block whose orbits never escape.
  HWY_INLINE void putInside(std::size_t k) {
    eachVector([&](auto v)
                   FATOU_VECTOR_BODY { m_group.put(k, v, hn::Set(m_d, kUnitNorm), tmax()); });
  }

  // Stores those of a group of `size` blocks of which all have been put.
  HWY_NOINLINE void finishGroup(const BlockGroup<D>& group, const std::int32_t* counts) {
    const std::size_t width = m_job.xs.size();
    const std::size_t cols = std::min(group.size * kLanes, width - group.first.col);
    if (m_escapes) m_group.finish();
    for (std::size_t row = 0; row < group.first.rows; ++row) {
      const std::size_t at = (group.first.row + row) * width + group.first.col;
      if (!m_escapes)
        std::fill_n(&m_smooth[at], cols, static_cast<float>(m_job.tmax));
      else if (cols == m_group.kWidth)
        std::copy_n(m_group.row(row), m_group.kWidth, &m_smooth[at]);  // of a size known here
      else
        std::copy_n(m_group.row(row), cols, &m_smooth[at]);
      for (std::size_t col = 0; m_beginFarther && m_escapes && col < cols; ++col)
        if (!m_group.isRight(row, col))
          m_smooth[at + col] = of(m_job.xs[group.first.col + col], m_job.ys[group.first.row + row],
                                  counts[at + col]);
    }
    m_escapes = false;
  }

  // A pixel that is far away at time t with this |z|^2. lateOf(index) gives the LatePixel.
  template <class LateOf>
  HWY_INLINE void addLate(std::size_t index, float norm, std::int64_t t, const LateOf& lateOf) {
    if (m_late.isFull()) finishLate(lateOf);
    m_late.add(norm, static_cast<float>(t - 3), index);
  }

  template <class LateOf>
  HWY_NOINLINE void finishLate(const LateOf& lateOf) {
    m_late.finish([&](std::size_t index, float smooth, bool right) {
      const LatePixel pixel = lateOf(index);
      *pixel.smooth = right ? smooth : of(pixel.x, pixel.y, pixel.count);
    });
  }

  // The smooth count of one point with this J.
  float of(double x, double y, std::int32_t count) const {
    float smooth = 0.0F;
    EscapeTimeJob job = m_job;
    job.xs = {&x, 1};
    job.ys = {&y, 1};
    escapeQuantitiesScalar(job, {&count, 1}, {.smooth = {&smooth, 1}, .distance = {}});
    return smooth;
  }

 private:
  HWY_INLINE static void seeNorms(const OrbitBlock<D>& z, BlockNumbers<D>& norms) {
    eachVector([&](auto v)
                   FATOU_VECTOR_BODY { norms.of[v] = squaredModulus(m_d, z.x[v], z.y[v]); });
  }

  static bool isBelow(std::span<const double> axis) {
    return std::ranges::all_of(axis, [](double x) { return x * x < double{kLargestNorm} / 4.0; });
  }

  HWY_INLINE hn::Vec<D> tmax() const { return hn::Set(m_d, static_cast<double>(m_job.tmax)); }

  static constexpr D m_d{};
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  const EscapeTimeJob& m_job;
  const std::span<float> m_smooth;
  const Parameter<D> m_c;
  const FarMirror<D> m_mirror;
  SmoothGroup<D> m_group;
  SmoothQueue<D> m_late;
  // Orbits come from |z| < kFarAway to kLargestNorm or more never: only if they begin there.
  const bool m_beginFarther;
  bool m_escapes = false;  // any of the group
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

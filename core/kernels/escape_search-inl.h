// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_ESCAPE_SEARCH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_ESCAPE_SEARCH_INL_H
#undef FATOU_CORE_KERNELS_ESCAPE_SEARCH_INL_H
#else
#define FATOU_CORE_KERNELS_ESCAPE_SEARCH_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <hwy/highway.h>

#include "core/kernels/far_block-inl.h"
#include "core/kernels/far_mirror-inl.h"
#include "core/kernels/mirror_proof-inl.h"
#include "core/kernels/orbit_block-inl.h"
#include "core/kernels/orbit_list-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The step at which an orbit was first outside.
struct Escape {
  Ticket ticket;       // of the orbit at the start of its last stride
  std::int32_t after;  // steps from there on, 1 at least
  // Whether the mirror image's orbit is proven to escape at the same step; true where no mirror
  // image is wanted.
  bool mirrorToo;
  // Whether that orbit is proven to have the same smooth count, too; means nothing where smooth
  // counts are not wanted.
  bool smoothToo;
  // Where smooth counts are wanted: |z|^2 when the orbit was first far away, and how many steps
  // after the start of its last stride that was.
  float farNorm;
  std::int32_t farAfter;
};

// Orbits that are known to leave within one stride, as they were before it, and the search for the
// step; from there they go on until they are far away if smooth counts are wanted.
template <class D, bool kMirrored>
class EscapeSearch {
 public:
  EscapeSearch(const Parameter<D>& c, bool smooth)
      : m_c(c),
        m_smooth(smooth),
        m_farMirror(hn::GetLane(c.re), hn::GetLane(c.im)),
        m_left(2 * kBlock) {}

  // Whether a block has come together; one more can be added then, but not two.
  bool hasBlock() const { return m_left.size() >= kBlock; }
  void add(const LaneChoice& chosen, const OrbitVector<D>& orbits) {
    m_left.append(chosen, orbits);
  }

  // Finds the step for the orbits of the last block and tells found(Escape) of each; returns the
  // iterations of a lane that it took. `stride` is a power of two.
  template <class Found>
  HWY_INLINE std::int32_t findLastBlock(std::int32_t stride, const Found& found) {
    const std::size_t first = m_left.size() - std::min(m_left.size(), kBlock);
    m_left.pad();
    OrbitBlock<D> z;
    BlockErrors<D> errors;
    BlockTimes<D> times;
    m_left.block(first, z, errors);
    const std::int32_t steps = bisect(stride, z, errors, times);
    FarBlock<D> far;
    if (m_smooth) goFar(m_left.size() - first, z, times, far);
    BlockMasks<D> smoothToo;
    const BlockMasks<D> mirrorToo = mirrorsToo(z, errors, far, smoothToo);
    HWY_ALIGN std::int32_t after[kBlock];
    HWY_ALIGN std::int32_t farAfter[kBlock] = {};
    HWY_ALIGN float farNorm[kBlock] = {};
    std::uint8_t proven[kOrbitVectors][8] = {};
    std::uint8_t same[kOrbitVectors][8] = {};
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      hn::Store(hn::DemoteTo(m_di, times.of[v]), m_di, after + v * kLanes);
      if constexpr (kMirrored) hn::StoreMaskBits(m_d, mirrorToo.of[v], proven[v]);
      if (!m_smooth) return;
      if constexpr (kMirrored) hn::StoreMaskBits(m_d, smoothToo.of[v], same[v]);
      hn::Store(hn::DemoteTo(m_di, far.time.of[v]), m_di, farAfter + v * kLanes);
      hn::Store(hn::DemoteTo(m_df, far.norm.of[v]), m_df, farNorm + v * kLanes);
    });
    const auto has = [](const std::uint8_t(&bits)[kOrbitVectors][8], std::size_t k) {
      return !kMirrored || ((bits[k / kLanes][0] >> (k % kLanes)) & 1) != 0;
    };
    for (std::size_t k = 0; first + k < m_left.size(); ++k)
      found(Escape{m_left.ticket(first + k), after[k], has(proven, k), has(same, k), farNorm[k],
                   farAfter[k]});
    m_left.truncate(first);
    return steps;
  }

  bool empty() const { return m_left.size() == 0; }

 private:
  static constexpr std::size_t kBlock = OrbitList<D, kMirrored>::kBlock;
  static constexpr std::size_t kLanes = hn::MaxLanes(D());

  // z becomes the last point inside, `times` that of the next one. The orbit is known to be outside
  // 2 * steps later at any time.
  HWY_INLINE std::int32_t bisect(std::int32_t stride, OrbitBlock<D>& z, BlockErrors<D>& errors,
                                 BlockTimes<D>& times) const {
    eachVector([&](auto v) FATOU_VECTOR_BODY { times.of[v] = hn::Set(m_d, 1.0); });
    std::int32_t all = 0;
    for (std::int32_t steps = stride / 2; steps >= 1; all += steps, steps /= 2) {
      OrbitBlock<D> ahead = z;
      BlockErrors<D> errorsAhead = errors;
      advanceOrbits<kMirrored>(m_d, m_c, steps, ahead, errorsAhead);
      const auto later = hn::Set(m_d, static_cast<double>(steps));
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto inside = isInside(m_d, ahead.x[v], ahead.y[v]);
        z.x[v] = hn::IfThenElse(inside, ahead.x[v], z.x[v]);
        z.y[v] = hn::IfThenElse(inside, ahead.y[v], z.y[v]);
        errors.of[v] = hn::IfThenElse(inside, errorsAhead.of[v], errors.of[v]);
        times.of[v] = hn::IfThenElse(inside, hn::Add(times.of[v], later), times.of[v]);
      });
    }
    return all;
  }

  // z are the last points inside, `times` those of the next ones.
  HWY_NOINLINE void goFar(std::size_t size, const OrbitBlock<D>& z, const BlockTimes<D>& times,
                          FarBlock<D>& far) const {
    OrbitBlock<D> ahead = z;
    advance<SquareMap>(m_c, 1 + kStepsToFar, ahead);
    BlockMasks<D> valid;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      valid.of[v] = hn::FirstN(m_d, size - std::min(v * kLanes, size));
      beginFar(m_d, v, hn::Add(times.of[v], hn::Set(m_d, double{kStepsToFar})), far);
      seeFar(m_d, v, squaredModulus(m_d, ahead.x[v], ahead.y[v]), far);
    });
    goFarAway(m_d, m_c, valid, ahead, far);
  }

  // z are the last points inside.
  HWY_INLINE BlockMasks<D> mirrorsToo(const OrbitBlock<D>& z, const BlockErrors<D>& errors,
                                      const FarBlock<D>& far, BlockMasks<D>& smoothToo) const {
    BlockMasks<D> proven;
    if constexpr (!kMirrored) return proven;
    OrbitBlock<D> next = z;
    advance<SquareMap>(m_c, 1, next);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto norm = squaredModulus(m_d, z.x[v], z.y[v]);
      const auto nextNorm = squaredModulus(m_d, next.x[v], next.y[v]);
      const auto nextError = MirrorProof::grown(m_d, MirrorProof::kOn, norm, errors.of[v]);
      proven.of[v] = hn::And(MirrorProof::isInside(m_d, norm, errors.of[v]),
                             MirrorProof::isOutside(m_d, nextNorm, nextError));
      if (m_smooth) smoothToo.of[v] = m_farMirror.isSame(far.norm.of[v], hn::Sqrt(nextError));
    });
    return proven;
  }

  static constexpr D m_d{};
  static constexpr hn::Rebind<std::int32_t, D> m_di{};
  static constexpr hn::Rebind<float, D> m_df{};
  const Parameter<D> m_c;
  const bool m_smooth;
  const FarMirror<D> m_farMirror;
  OrbitList<D, kMirrored> m_left;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_BLOCK_START_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_BLOCK_START_INL_H
#undef FATOU_CORE_KERNELS_BLOCK_START_INL_H
#else
#define FATOU_CORE_KERNELS_BLOCK_START_INL_H
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <hwy/highway.h>

#include "core/kernels/block_proof-inl.h"
#include "core/kernels/block_walk-inl.h"
#include "core/kernels/far_block-inl.h"
#include "core/kernels/mirror_proof-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Once the disc about a block's orbits crosses |z| = 2, many of them leave at once: so many steps
// are counted one by one. Who is still inside then goes to a list.
inline constexpr std::int32_t kCountedSteps = 4;

// What is known of a block that is not settled; see BlockFates.
struct BlockStart {
  std::int32_t time;
  std::int32_t closeTime;
  double error;
};

// The fates of a group, a block at a time.
template <class D>
class GroupFates {
 public:
  explicit GroupFates(const BlockFates<D>& fates) {
    constexpr D d;
    hn::Store(fates.times, d, m_times);
    hn::Store(fates.closeTimes, d, m_closeTimes);
    hn::Store(fates.errors, d, m_errors);
    hn::Store(fates.lastErrors, d, m_lastErrors);
    hn::StoreMaskBits(d, fates.settled, m_settled);
  }

  bool isSettled(std::size_t k) const { return ((m_settled[0] >> k) & 1) != 0; }
  BlockStart startOf(std::size_t k) const {
    return {static_cast<std::int32_t>(m_times[k]), static_cast<std::int32_t>(m_closeTimes[k]),
            m_errors[k]};
  }
  double lastErrorOf(std::size_t k) const { return m_lastErrors[k]; }

 private:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  HWY_ALIGN double m_times[kLanes];
  HWY_ALIGN double m_closeTimes[kLanes];
  HWY_ALIGN double m_errors[kLanes];
  HWY_ALIGN double m_lastErrors[kLanes];
  std::uint8_t m_settled[8] = {};
};

// The orbits of a block that is not settled, from its start through the steps that are counted.
template <class D, bool kMirrored>
struct CountedBlock {
  OrbitBlock<D> z;
  BlockMasks<D> there;
  BlockMasks<D> left;     // there, and outside at the end
  BlockErrors<D> errors;  // of those that left, at their escape
  BlockErrors<D> largest;
  BlockTimes<D> times;
  BlockTimes<D> nearest;  // how near |z|^2 has come to 4
  FarBlock<D> far;        // of those that left, with kSmooth

  // Takes the steps, and with kSmooth those that leave on until they are far away.
  template <bool kSmooth>
  HWY_INLINE void count(const EscapeTimeJob& job, const KernelBlock& block, const BlockStart& start,
                        std::int32_t steps) {
    const Parameter<D> c{hn::Set(m_d, job.cRe), hn::Set(m_d, job.cIm)};
    loadBlock(m_d, job, block, z, there);
    advanceToStart(c, start);
    countSteps<kSmooth>(c, start, steps);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      left.of[v] = hn::AndNot(isInside(m_d, z.x[v], z.y[v]), there.of[v]);
    });
    if constexpr (!kSmooth) return;
    eachVector([&](auto v)
                   FATOU_VECTOR_BODY { seeFar(m_d, v, squaredModulus(m_d, z.x[v], z.y[v]), far); });
    OrbitBlock<D> ahead = z;
    goFarAway(m_d, c, left, ahead, far);
  }

  // The orbits of vector v whose mirrors are proven to have the same J, or to stay inside as they
  // do.
  HWY_INLINE hn::Mask<D> mirrorsAreProven(std::size_t v) const {
    // Those that are outside only now have not been counted there.
    const auto last = distanceFrom4(squaredModulus(m_d, z.x[v], z.y[v]));
    return MirrorProof::isOff4(m_d, hn::Min(nearest.of[v], last), largest.of[v]);
  }

 private:
  // All orbits of the block are inside at least up to there.
  HWY_INLINE void advanceToStart(const Parameter<D>& c, const BlockStart& start) {
    if constexpr (!kMirrored) {
      advance<SquareMap>(c, start.time, z);
      return;
    }
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      errors.of[v] = hn::Set(m_d, start.error * start.error * (1.0 + 1e-14));
    });
    advance<SquareMap>(c, start.closeTime, z);
    advanceWithMirror(m_d, c, MirrorProof::kBegin, start.time - start.closeTime, z, errors);
  }

  template <bool kSmooth>
  HWY_INLINE void countSteps(const Parameter<D>& c, const BlockStart& from, std::int32_t steps) {
    const auto start = hn::Set(m_d, static_cast<double>(from.time));
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      times.of[v] = start;
      nearest.of[v] = hn::Set(m_d, HUGE_VAL);
      if constexpr (kMirrored)
        largest.of[v] = MirrorProof::largestAfter(m_d, MirrorProof::kBegin, steps, errors.of[v]);
      if constexpr (kSmooth) beginFar(m_d, v, start, far);
    });
    advanceCounting<SquareMap>(
        m_d, c, steps, z, times, [&](auto v, hn::Vec<D> norm) FATOU_VECTOR_BODY {
          if constexpr (kSmooth) seeFar(m_d, v, norm, far);
          if constexpr (!kMirrored) return;
          nearest.of[v] = hn::Min(nearest.of[v], distanceFrom4(norm));
          const auto grown = MirrorProof::grown(m_d, MirrorProof::kBegin, norm, errors.of[v]);
          const auto inside = hn::Le(norm, hn::Set(m_d, 4.0));
          errors.of[v] = hn::IfThenElse(inside, grown, errors.of[v]);
        });
  }

  HWY_INLINE static hn::Vec<D> distanceFrom4(hn::Vec<D> norm) {
    return hn::Abs(hn::Sub(norm, hn::Set(m_d, 4.0)));
  }

  static constexpr D m_d{};
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_SMOOTH_COUNTS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_SMOOTH_COUNTS_INL_H
#undef FATOU_CORE_KERNELS_SMOOTH_COUNTS_INL_H
#else
#define FATOU_CORE_KERNELS_SMOOTH_COUNTS_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>

#include <hwy/highway.h>

#include "core/kernels/deep_reference.h"
#include "core/kernels/far_away.h"
#include "core/kernels/orbit_list-inl.h"
#include "core/kernels/smooth_count-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The smooth counts of pixels that have escaped, a block at a time. Those of pixels that never get
// far away are left as they are, and so are all once `stop` is requested.
template <class D>
class SmoothCounts {
 public:
  SmoothCounts(const DeepReference& reference, std::span<float> smooth, const std::stop_token& stop)
      : m_c{hn::Set(m_d, reference.cRe()), hn::Set(m_d, reference.cIm())},
        m_tmax(reference.tmax()),
        m_smooth(smooth),
        m_stop(stop),
        m_list(2 * kBlock) {}

  void add(double x, double y, Ticket ticket) {
    m_list.append(x, y, 0.0, ticket);
    if (m_list.size() >= kBlock) flush();
  }

  HWY_NOINLINE void flush() {
    const std::size_t size = m_list.size();
    m_list.pad();
    m_list.truncate(0);
    OrbitBlock<D> z;
    BlockErrors<D> unused;
    m_list.block(0, z, unused);
    BlockTimes<D> later;
    if (!goFarAway(size, z, later)) return;
    HWY_ALIGN double times[kBlock] = {};
    HWY_ALIGN double steps[kBlock];
    eachVector([&](auto v) FATOU_VECTOR_BODY { hn::Store(later.of[v], m_d, steps + v * kLanes); });
    for (std::size_t k = 0; k < size; ++k)
      times[k] = static_cast<double>(m_tmax - remainingOf(m_list.ticket(k))) + steps[k];
    eachVector([&](auto v) FATOU_VECTOR_BODY { later.of[v] = hn::Load(m_d, times + v * kLanes); });
    takeSmoothCounts<SquareMap>(m_d, z, later);
    HWY_ALIGN float counts[kBlock];
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      hn::Store(hn::DemoteTo(m_df, later.of[v]), m_df, counts + v * kLanes);
    });
    const double most = mostStepsAway(m_tmax);
    for (std::size_t k = 0; k < size; ++k)
      if (steps[k] <= most) m_smooth[indexOf(m_list.ticket(k))] = counts[k];
  }

 private:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kBlock = OrbitList<D, false>::kBlock;

  // One step more than there may be for those that never get far. False when stopped.
  HWY_INLINE bool goFarAway(std::size_t size, OrbitBlock<D>& z, BlockTimes<D>& later) const {
    eachVector([&](auto v) FATOU_VECTOR_BODY { later.of[v] = hn::Zero(m_d); });
    for (std::int32_t left = mostStepsAway(m_tmax) + 1; left > 0; left -= kStepsBetweenLooks) {
      const std::int32_t steps = std::min(left, kStepsBetweenLooks);
      if (!stepThoseNear(steps, size, z, later)) return true;
      if (m_stop.stop_requested()) return false;
    }
    return true;
  }

  // Returns whether an orbit is still near after so many steps.
  HWY_INLINE bool stepThoseNear(std::int32_t steps, std::size_t size, OrbitBlock<D>& z,
                                BlockTimes<D>& later) const {
    const auto far2 = hn::Set(m_d, kFarAway * kFarAway);
    const auto one = hn::Set(m_d, 1.0);
    for (; steps > 0; --steps) {
      BlockMasks<D> near;
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto at = squared(m_d, z.x[v], z.y[v]);
        const auto next = power(SquareMap(), at);
        const auto valid = hn::FirstN(m_d, size - std::min(v * kLanes, size));
        near.of[v] = hn::And(valid, hn::Lt(at.norm(), far2));
        z.x[v] = hn::IfThenElse(near.of[v], hn::Add(next.re, m_c.re), z.x[v]);
        z.y[v] = hn::IfThenElse(near.of[v], hn::Add(next.im, m_c.im), z.y[v]);
        later.of[v] = hn::Add(later.of[v], hn::IfThenElseZero(near.of[v], one));
      });
      if (noneOf(m_d, near)) return false;
    }
    return true;
  }

  static constexpr D m_d{};
  static constexpr hn::Rebind<float, D> m_df{};
  const Parameter<D> m_c;
  const std::int32_t m_tmax;
  const std::span<float> m_smooth;
  const std::stop_token& m_stop;
  OrbitList<D, false> m_list;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

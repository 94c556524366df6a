// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_FAR_BLOCK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_FAR_BLOCK_INL_H
#undef FATOU_CORE_KERNELS_FAR_BLOCK_INL_H
#else
#define FATOU_CORE_KERNELS_FAR_BLOCK_INL_H
#endif

#include <hwy/highway.h>

#include "core/kernels/far_away.h"
#include "core/kernels/orbit_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The fewest steps that take an orbit far away. With |c| < 2, one that has just left is at
// |z| <= 4 + |c|, and not far away two steps later: (6^2 + 2)^2 + 2 is less than kFarAway.
inline constexpr std::int32_t kStepsToFar = 3;

// Holds |z|^2 of a block's orbits where they are first far away, and the time they get there. While
// an orbit has not been seen there, it holds those of the last z that was seen.
template <class D>
struct FarBlock {
  BlockNumbers<D> norm;
  BlockTimes<D> time;
};

// Nothing has been seen of an orbit before `time`.
template <class D>
HWY_INLINE void beginFar(D d, std::size_t v, hn::Vec<D> time, FarBlock<D>& far) {
  far.norm.of[v] = hn::Zero(d);
  far.time.of[v] = hn::Sub(time, hn::Set(d, 1.0));
}

template <class D>
HWY_INLINE hn::Mask<D> isNear(D d, std::size_t v, const FarBlock<D>& far) {
  return hn::Lt(far.norm.of[v], hn::Set(d, kFarAway * kFarAway));
}

// Shows it the next z of an orbit.
template <class D>
HWY_INLINE void seeFar(D d, std::size_t v, hn::Vec<D> norm, FarBlock<D>& far) {
  const auto near = isNear(d, v, far);
  far.norm.of[v] = hn::IfThenElse(near, norm, far.norm.of[v]);
  far.time.of[v] = hn::IfThenElse(near, hn::Add(far.time.of[v], hn::Set(d, 1.0)), far.time.of[v]);
}

// Takes orbits, z the last that was seen, on until those that are waited for are far away. Needs
// escapeIsMonotone() and orbits that are outside: they all get there.
template <class D>
HWY_INLINE void goFarAway(D d, const Parameter<D>& c, const BlockMasks<D>& waitedFor,
                          OrbitBlock<D>& z, FarBlock<D>& far) {
  for (std::int32_t step = 0; step < mostStepsAway(0); ++step) {
    BlockMasks<D> near;
    eachVector([&](auto v)
                   FATOU_VECTOR_BODY { near.of[v] = hn::And(waitedFor.of[v], isNear(d, v, far)); });
    if (noneOf(d, near)) return;
    advance<SquareMap>(c, 1, z);
    eachVector([&](auto v)
                   FATOU_VECTOR_BODY { seeFar(d, v, squaredModulus(d, z.x[v], z.y[v]), far); });
  }
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

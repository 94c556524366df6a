// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_MIRROR_PROOF_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_MIRROR_PROOF_INL_H
#undef FATOU_CORE_KERNELS_MIRROR_PROOF_INL_H
#else
#define FATOU_CORE_KERNELS_MIRROR_PROOF_INL_H
#endif

#include <cstdint>

#include <hwy/highway.h>

#include "core/kernels/orbit_block-inl.h"
#include "core/kernels/rounding_bound.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Proves that a pixel and its mirror have the same J, where their coordinates are each other's
// negatives but for a rounding.
//
// z and -z have the same orbit from their squares on, and |z| is the same: up to signs, the mirror
// is an orbit that begins within a known distance e of the pixel's. One step later they are within
//   e (2 |z| + e) + r,  r = kNearStepError
// of each other, rounding included. What is carried is E, a bound of e^2, for that needs no root:
// with (a + b)^2 <= (1 + h) a^2 + (1 + 1/h) b^2, used twice with any h,
//   E' = g (|z|^2 + k E) E + R,  g = 4 (1 + h)^2,  k = (1 + 1/h) / (4 (1 + h)),  R = (1 + 1/h) r^2
// holds for any E. At the end, |z|^2 must be further from 4 than the mirror's can be from it. Only
// the last step inside and the first one outside count: escape is monotone (monotone_escape.h), so
// the mirror, too, is inside before a step at which it is inside.
//
// r is for mirrors of |z| <= 2.2. One that is farther outside is more than 0.2 from its pixel, and
// h (e (2 |z| + e))^2 is more than what its rounding adds. The constants are larger than exact by
// more than the rounding of all the steps of a stride.
template <class D>
using BlockErrors = BlockNumbers<D>;  // E

// The constants of one step of E.
struct MirrorGrowth {
  double factor;  // g
  double square;  // k
  double added;   // R
};

struct MirrorProof {
  // Of few steps, the first ones, whose roundings grow the most: h = 2^-5.
  static constexpr MirrorGrowth kBegin{4.254, 8.01, 33.1 * (kNearStepError * kNearStepError)};
  // Of many: h = 2^-10.
  static constexpr MirrorGrowth kOn{4.00783, 257.0, 1030.0 * (kNearStepError * kNearStepError)};
  // Farther apart, orbits prove nothing; farther still, they hardly come together again.
  static constexpr double kLargest = 1e-4;
  static constexpr double kStrayed = 1e-2;

  // E after one step.
  template <class D>
  HWY_INLINE static hn::Vec<D> grown(D d, const MirrorGrowth& growth, hn::Vec<D> norm,
                                     hn::Vec<D> error) {
    const auto factor = hn::MulAdd(hn::Set(d, growth.square), error, norm);
    return hn::MulAdd(hn::Mul(hn::Set(d, growth.factor), error), factor, hn::Set(d, growth.added));
  }

  // The largest that E becomes within `steps` from points of |z| <= 2.
  template <class D>
  HWY_INLINE static hn::Vec<D> largestAfter(D d, const MirrorGrowth& growth, std::int32_t steps,
                                            hn::Vec<D> error) {
    for (std::int32_t t = 0; t < steps; ++t) error = grown(d, growth, hn::Set(d, 4.0), error);
    return error;
  }

  // More than | |z|^2 - |mirror's z|^2 | where |z| <= 6, with the rounding of both: twice what
  // |z| = 2 has on the inside, and a third more than |z| = 6 needs on the outside.
  template <class D>
  HWY_INLINE static hn::Vec<D> margin(D d, hn::Vec<D> error) {
    return hn::MulAdd(hn::Set(d, 16.0), hn::Sqrt(error), hn::Set(d, 1e-13));
  }

  // Proves that pixel and mirror are on the same side of the circle where |z|^2 is `distance` from
  // 4.
  template <class D>
  HWY_INLINE static hn::Mask<D> isOff4(D d, hn::Vec<D> distance, hn::Vec<D> error) {
    const auto near = hn::Le(error, hn::Set(d, kLargest));
    return hn::And(near, hn::Gt(distance, margin(d, error)));
  }

  // Proves that the mirror is inside with its pixel.
  template <class D>
  HWY_INLINE static hn::Mask<D> isInside(D d, hn::Vec<D> norm, hn::Vec<D> error) {
    const auto near = hn::Le(error, hn::Set(d, kLargest));
    return hn::And(near, hn::Le(hn::Add(norm, margin(d, error)), hn::Set(d, 4.0)));
  }

  // Proves that the mirror is outside with its pixel, which came from |z| <= 2.
  template <class D>
  HWY_INLINE static hn::Mask<D> isOutside(D d, hn::Vec<D> norm, hn::Vec<D> error) {
    const auto near = hn::Le(error, hn::Set(d, kLargest));
    return hn::And(near, hn::Gt(hn::Sub(norm, margin(d, error)), hn::Set(d, 4.0)));
  }
};

// advance() that carries E. The factor g is left out of the steps, for speed, and multiplied in at
// the end: with E = g^t F a step is F' = (|z|^2 + k g^t F) F + R / g^(t+1).
template <class D>
HWY_INLINE void advanceWithMirror(D d, const Parameter<D>& c, const MirrorGrowth& by,
                                  std::int32_t steps, OrbitBlock<D>& block,
                                  BlockErrors<D>& errors) {
  OrbitBlock<D> z = block;
  BlockErrors<D> f = errors;
  const auto growth = hn::Set(d, by.factor);
  const auto shrink = hn::Set(d, 1.0 / by.factor);
  auto square = hn::Set(d, by.square);
  auto added = hn::Set(d, by.added / by.factor);
  for (std::int32_t t = 0; t < steps; ++t) {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto x2 = hn::Mul(z.x[v], z.x[v]);
      const auto y2 = hn::Mul(z.y[v], z.y[v]);
      const auto factor = hn::MulAdd(square, f.of[v], hn::Add(x2, y2));
      f.of[v] = hn::MulAdd(f.of[v], factor, added);
      const auto xy = hn::Mul(z.x[v], z.y[v]);
      z.x[v] = hn::Add(hn::Sub(x2, y2), c.re);
      z.y[v] = hn::Add(hn::Add(xy, xy), c.im);
    });
    square = hn::Mul(square, growth);
    added = hn::Mul(added, shrink);
  }
  const auto all = hn::Mul(square, hn::Set(d, 1.0 / by.square));
  eachVector([&](auto v) FATOU_VECTOR_BODY { errors.of[v] = hn::Mul(f.of[v], all); });
  block = z;
}

// The one or the other.
template <bool kMirrored, class D>
HWY_INLINE void advanceOrbits(D d, const Parameter<D>& c, std::int32_t steps, OrbitBlock<D>& block,
                              BlockErrors<D>& errors) {
  if constexpr (kMirrored) {
    advanceWithMirror(d, c, MirrorProof::kOn, steps, block, errors);
  } else {
    advance(c, steps, block);
  }
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

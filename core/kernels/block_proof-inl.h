// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_BLOCK_PROOF_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_BLOCK_PROOF_INL_H
#undef FATOU_CORE_KERNELS_BLOCK_PROOF_INL_H
#else
#define FATOU_CORE_KERNELS_BLOCK_PROOF_INL_H
#endif

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include <hwy/highway.h>

#include "core/kernels/block_walk-inl.h"
#include "core/kernels/interior_trap.h"
#include "core/kernels/orbit_block-inl.h"
#include "core/kernels/power_map-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// What is proven of all orbits that start in a disc.
template <class D>
struct BlockFates {
  hn::Mask<D> settled;
  hn::Vec<D> times;  // J of all of them where settled; else they are inside |z| <= 2 so long
  // They are close together from the start for so long at least, ...
  hn::Vec<D> closeTimes;
  // ... and a pixel's orbit and its mirror's are no further apart then, ...
  hn::Vec<D> errors;
  // ... nor than this at the end of `times`.
  hn::Vec<D> lastErrors;
};

// Follows whole blocks of pixels by disc arithmetic. Where w is an orbit of the kernels' arithmetic
// and every orbit of a block is within r of it, they are all within
//   spread(|w|, r) + kStepError
// one step later, which for the square is r (2 |w| + r) + kStepError. As long as |w| + r <= 2 all
// are inside; when |w| - r > 2 all are outside. If the same step sees all inside and the next one
// all outside, J is that next step for all of them; if the disc lies in the trap, or stays inside
// up to tmax, it is tmax. If it comes to lie across the circle, nothing is settled, but the steps
// before need no look at |z|. A step of eight blocks costs as much as three or four of eight
// pixels.
//
// Holds for any c with escapeIsMonotone(). Rounding: kStepError for the step; |w| is rounded
// upwards by far more than its error; comparisons keep 1e-9 from the circle.
template <class D, class Map>
class BlockProof {
 public:
  // Mirrors start within `mirrorDistance` of their pixels: the discs are made to hold them, too.
  BlockProof(const Parameter<D>& c, std::int32_t tmax, const std::optional<InteriorTrap>& trap,
             double mirrorDistance)
      : m_c(c),
        m_tmax(tmax),
        m_mirrorDistance(mirrorDistance),
        m_stepErrorOfC(Map::kStepErrorOfNothing +
                       Map::kStepErrorOfC * std::hypot(hn::GetLane(c.re), hn::GetLane(c.im))) {
    if (!trap) return;
    m_trap = trap->discs.front();
    m_trapRadius = std::sqrt(m_trap.radius2) * (1.0 - 1e-12);
  }

  // Adds the steps that it took to `steps`.
  HWY_NOINLINE BlockFates<D> prove(const BlockDiscs<D>& discs, std::int32_t& steps) const {
    BlockDiscs<D> w = discs;
    w.radius = hn::Add(w.radius, hn::Set(m_d, m_mirrorDistance));
    const std::int32_t last = std::min(m_tmax, kMostSteps);
    BlockFates<D> fates{hn::FirstN(m_d, 0), hn::Zero(m_d), hn::Zero(m_d),
                        hn::Set(m_d, m_mirrorDistance), hn::Set(m_d, m_mirrorDistance)};
    auto beyond = hn::FirstN(m_d, 0);
    auto bounded = beyond;
    // Larger discs, and those that are not numbers, would prove nothing.
    auto open = hn::Le(w.radius, hn::Set(m_d, 4.0));
    auto close = open;
    for (std::int32_t t = 0; t < last && !hn::AllFalse(m_d, open); ++t, ++steps) {
      const auto norm = hn::Add(hn::Mul(w.x, w.x), hn::Mul(w.y, w.y));
      beyond = hn::Or(beyond, hn::And(open, isBeyond(norm, w.radius)));
      const auto modulus = modulusAbove(norm);
      const auto reach = hn::Add(modulus, w.radius);
      open = hn::And(open, hn::Le(reach, hn::Set(m_d, 2.0 - kMargin)));
      const auto trapped = hn::And(open, isTrapped(w));
      bounded = hn::Or(bounded, trapped);
      open = hn::AndNot(trapped, open);
      close = hn::And(hn::And(close, open), hn::Le(w.radius, hn::Set(m_d, kClose)));
      fates.times = next(open, fates.times);
      fates.closeTimes = next(close, fates.closeTimes);
      fates.errors = hn::IfThenElse(close, mirrorGrown(fates.errors, reach), fates.errors);
      fates.lastErrors =
          hn::IfThenElse(open, mirrorGrown(fates.lastErrors, reach), fates.lastErrors);
      step(modulus, w);
    }
    if (last == m_tmax) bounded = hn::Or(bounded, open);
    fates.times = hn::IfThenElse(bounded, hn::Set(m_d, static_cast<double>(m_tmax)), fates.times);
    fates.settled = hn::Or(beyond, bounded);
    return fates;
  }

 private:
  // Blocks that live longer are few, or so far inside that the list takes them as cheaply.
  static constexpr std::int32_t kMostSteps = 64;
  static constexpr double kMargin = 1e-9;
  // The bound of a whole disc's distances from their mirrors is good while the disc is small.
  static constexpr double kClose = 0.05;

  HWY_INLINE hn::Vec<D> next(hn::Mask<D> chosen, hn::Vec<D> times) const {
    return hn::IfThenElse(chosen, hn::Add(times, hn::Set(m_d, 1.0)), times);
  }

  // |w| or a millionth more, by a single-precision root, which is several times faster.
  HWY_INLINE hn::Vec<D> modulusAbove(hn::Vec<D> norm) const {
    const hn::Rebind<float, D> df;
    const auto normal = hn::Max(norm, hn::Set(m_d, 1e-30));
    const auto root = hn::PromoteTo(m_d, hn::Sqrt(hn::DemoteTo(df, normal)));
    return hn::Mul(root, hn::Set(m_d, 1.0 + 1e-6));
  }

  HWY_INLINE hn::Mask<D> isBeyond(hn::Vec<D> norm, hn::Vec<D> radius) const {
    const auto nearest = hn::Add(radius, hn::Set(m_d, 2.0 + kMargin));
    return hn::Ge(norm, hn::Mul(nearest, nearest));
  }

  // Never without a trap: its radius is negative then.
  HWY_INLINE hn::Mask<D> isTrapped(const BlockDiscs<D>& w) const {
    const auto dx = hn::Sub(w.x, hn::Set(m_d, m_trap.re));
    const auto dy = hn::Sub(w.y, hn::Set(m_d, m_trap.im));
    const auto distance2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
    const auto room = hn::Sub(hn::Set(m_d, m_trapRadius), w.radius);
    const auto fits = hn::Ge(room, hn::Zero(m_d));
    return hn::And(fits, hn::Le(distance2, hn::Mul(room, room)));
  }

  // The bound one step later of what is within `distance` of an orbit of |z| <= modulus.
  HWY_INLINE hn::Vec<D> grown(hn::Vec<D> distance, hn::Vec<D> modulus) const {
    return grownBy(hn::Set(m_d, Map::kStepError), distance, modulus);
  }
  HWY_INLINE hn::Vec<D> grownBy(hn::Vec<D> stepError, hn::Vec<D> distance,
                                hn::Vec<D> modulus) const {
    return hn::Add(spread(Map(), m_d, modulus, distance), stepError);
  }
  // The bound one step later where pixel and mirror both have |z| <= reach, which keeps them
  // nearer.
  HWY_INLINE hn::Vec<D> mirrorGrown(hn::Vec<D> distance, hn::Vec<D> reach) const {
    const auto stepError = hn::MulAdd(hn::Mul(reach, reach), hn::Set(m_d, Map::kStepErrorOfPower),
                                      hn::Set(m_d, m_stepErrorOfC));
    return grownBy(stepError, distance, reach);
  }

  HWY_INLINE void step(hn::Vec<D> modulus, BlockDiscs<D>& w) const {
    w.radius = grown(w.radius, modulus);
    const auto next = power(Map(), squared(m_d, w.x, w.y));
    w.x = hn::Add(next.re, m_c.re);
    w.y = hn::Add(next.im, m_c.im);
  }

  static constexpr D m_d{};
  const Parameter<D> m_c;
  const std::int32_t m_tmax;
  const double m_mirrorDistance;
  const double m_stepErrorOfC;
  TrapDisc m_trap;
  double m_trapRadius = -1.0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

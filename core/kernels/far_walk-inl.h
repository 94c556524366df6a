// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_FAR_WALK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_FAR_WALK_INL_H
#undef FATOU_CORE_KERNELS_FAR_WALK_INL_H
#else
#define FATOU_CORE_KERNELS_FAR_WALK_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stop_token>

#include <hwy/highway.h>

#include "core/kernels/escape_time.h"
#include "core/kernels/far_away.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/kernels/parameter_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The orbits of a block. What a pixel (x, y) means is the formula's affair:
// z_0, with one c for all,
template <class D>
struct PointOrbits {
  using Job = EscapeTimeJob;

  explicit PointOrbits(const Job& job)
      : c{hn::Set(D(), job.cRe), hn::Set(D(), job.cIm)},
        far2(hn::Set(D(), farAway2(job.cRe, job.cIm))) {}
  HWY_INLINE void start(std::size_t v, hn::Vec<D> x, hn::Vec<D> y) {
    z.x[v] = x;
    z.y[v] = y;
  }
  HWY_INLINE hn::Vec<D> far2Of(std::size_t) const { return far2; }

  Parameter<D> c;
  hn::Vec<D> far2;  // |z|^2, as farAway2()
  OrbitBlock<D> z;
};

// or c, with z_0 = 0.
template <class D>
struct CriticalOrbits {
  using Job = MandelbrotJob;

  explicit CriticalOrbits(const Job&) {}
  HWY_INLINE void start(std::size_t v, hn::Vec<D> x, hn::Vec<D> y) {
    c.re[v] = x;
    c.im[v] = y;
    z.x[v] = z.y[v] = hn::Zero(D());
  }
  HWY_INLINE hn::Vec<D> far2Of(std::size_t v) const {
    const auto beyondC =
        hn::Mul(hn::Set(D(), kFarBeyondC), hn::Add(hn::Abs(c.re[v]), hn::Abs(c.im[v])));
    return hn::Max(hn::Set(D(), kFarAway * kFarAway), beyondC);
  }

  PixelParameters<D> c;
  OrbitBlock<D> z;
};

// Takes the orbits of a block, and their derivatives by the starting points if wanted, each to its
// time J and on until it is far away, if it gets there.
template <class D, class Orbits, bool kDerivative>
class FarWalk {
 public:
  explicit FarWalk(const typename Orbits::Job& job)
      : m_orbits(job), m_mostAway(mostStepsAway(job.tmax)) {}

  // An orbit that starts at infinity is far away, and neither waited for nor slow.
  HWY_INLINE void start(std::size_t v, hn::Vec<D> x, hn::Vec<D> y, hn::Vec<D> time) {
    m_orbits.start(v, x, y);
    m_dz.x[v] = hn::Set(m_d, 1.0);
    m_dz.y[v] = hn::Zero(m_d);
    m_escape.of[v] = time;
  }

  // Takes all orbits as far as the first J, then those that have further to go, and looks at |z|
  // only after that. False when stopped.
  bool run(std::int32_t first, std::int32_t last, const std::stop_token& stop) {
    for (std::int32_t left = first; left > 0; left -= kStepsBetweenLooks) {
      const std::int32_t steps = std::min(kStepsBetweenLooks, left);
      stepAll(steps);
      if (stopRequested(steps, stop)) return false;
    }
    const auto taken = hn::Set(m_d, static_cast<double>(first));
    eachVector([&](auto v) FATOU_VECTOR_BODY { m_taken.of[v] = taken; });
    for (std::int32_t t = first; t < last;) {
      const std::int32_t steps = std::min(kStepsBetweenLooks, last - t);
      stepLate(t, t + steps);
      t += steps;
      if (stopRequested(steps, stop)) return false;
    }
    // The loop takes one step more than mostStepsAway(), by which isFar() knows the orbits that
    // never get far.
    for (std::int32_t left = m_mostAway + 1; left > 0; left -= kStepsBetweenLooks) {
      const std::int32_t steps = std::min(left, kStepsBetweenLooks);
      if (!stepThoseNear(steps)) break;
      if (stopRequested(steps, stop)) return false;
    }
    return true;
  }

  HWY_INLINE hn::Mask<D> isFar(std::size_t v) const {
    const auto away = hn::Sub(m_taken.of[v], m_escape.of[v]);
    return hn::Le(away, hn::Set(m_d, static_cast<double>(m_mostAway)));
  }
  HWY_INLINE const OrbitBlock<D>& z() const { return m_orbits.z; }
  HWY_INLINE hn::Vec<D> norm(std::size_t v) const {
    return squaredModulus(m_d, m_orbits.z.x[v], m_orbits.z.y[v]);
  }
  HWY_INLINE hn::Vec<D> slope2(std::size_t v) const {
    return squaredModulus(m_d, m_dz.x[v], m_dz.y[v]);
  }
  // The steps taken, the same t as that of z_t.
  HWY_INLINE hn::Vec<D> taken(std::size_t v) const { return m_taken.of[v]; }

 private:
  static constexpr D m_d{};

  // Whether to stop. Several blocks of few steps ask the token only once.
  bool stopRequested(std::int32_t steps, const std::stop_token& stop) {
    m_untilLook -= steps;
    if (m_untilLook > 0) return false;
    m_untilLook = kStepsBetweenLooks;
    return stop.stop_requested();
  }

  HWY_INLINE void stepAll(std::int32_t steps) {
    if constexpr (!kDerivative) {
      advance(m_orbits.c, steps, m_orbits.z);
      return;
    }
    OrbitBlock<D> z = m_orbits.z;
    OrbitBlock<D> dz = m_dz;
    for (std::int32_t t = 0; t < steps; ++t) {
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto a = hn::Sub(hn::Mul(z.x[v], dz.x[v]), hn::Mul(z.y[v], dz.y[v]));
        const auto b = hn::Add(hn::Mul(z.x[v], dz.y[v]), hn::Mul(z.y[v], dz.x[v]));
        dz.x[v] = hn::Add(a, a);
        dz.y[v] = hn::Add(b, b);
      });
      advance(m_orbits.c, 1, z);
    }
    m_orbits.z = z;
    m_dz = dz;
  }

  HWY_NOINLINE void stepLate(std::int32_t from, std::int32_t to) {
    const BlockTimes<D> escape = m_escape;
    OrbitBlock<D> z = m_orbits.z;
    OrbitBlock<D> dz = m_dz;
    BlockTimes<D> taken = m_taken;
    for (std::int32_t t = from; t < to; ++t) {
      const auto now = hn::Set(m_d, static_cast<double>(t));
      stepWhere([&](auto v, auto) FATOU_VECTOR_BODY { return hn::Lt(now, escape.of[v]); }, z, dz,
                taken);
    }
    m_orbits.z = z;
    m_dz = dz;
    m_taken = taken;
  }

  // Returns whether an orbit is still near after so many steps.
  HWY_NOINLINE bool stepThoseNear(std::int32_t steps) {
    const auto near = [&](auto v, hn::Vec<D> norm)
                          FATOU_VECTOR_BODY { return hn::Lt(norm, m_orbits.far2Of(v)); };
    OrbitBlock<D> z = m_orbits.z;
    OrbitBlock<D> dz = m_dz;
    BlockTimes<D> taken = m_taken;
    while (steps > 0 && stepWhere(near, z, dz, taken)) --steps;
    m_orbits.z = z;
    m_dz = dz;
    m_taken = taken;
    return steps == 0;
  }

  // Takes one step of the orbits for which stepping(v, |z|^2) holds; false if there is none.
  template <class Stepping>
  HWY_INLINE bool stepWhere(const Stepping& stepping, OrbitBlock<D>& z, OrbitBlock<D>& dz,
                            BlockTimes<D>& taken) const {
    const auto one = hn::Set(m_d, 1.0);
    BlockMasks<D> masks;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto x2 = hn::Mul(z.x[v], z.x[v]);
      const auto y2 = hn::Mul(z.y[v], z.y[v]);
      const auto xy = hn::Mul(z.x[v], z.y[v]);
      const auto mask = stepping(v, hn::Add(x2, y2));
      masks.of[v] = mask;
      if constexpr (kDerivative) {
        const auto a = hn::Sub(hn::Mul(z.x[v], dz.x[v]), hn::Mul(z.y[v], dz.y[v]));
        const auto b = hn::Add(hn::Mul(z.x[v], dz.y[v]), hn::Mul(z.y[v], dz.x[v]));
        dz.x[v] = hn::IfThenElse(mask, hn::Add(a, a), dz.x[v]);
        dz.y[v] = hn::IfThenElse(mask, hn::Add(b, b), dz.y[v]);
      }
      z.x[v] = hn::IfThenElse(mask, hn::Add(hn::Sub(x2, y2), m_orbits.c.reOf(v)), z.x[v]);
      z.y[v] = hn::IfThenElse(mask, hn::Add(hn::Add(xy, xy), m_orbits.c.imOf(v)), z.y[v]);
      taken.of[v] = hn::IfThenElse(mask, hn::Add(taken.of[v], one), taken.of[v]);
    });
    return !noneOf(m_d, masks);
  }

  Orbits m_orbits;
  OrbitBlock<D> m_dz;
  BlockTimes<D> m_escape;  // J
  BlockTimes<D> m_taken;
  const std::int32_t m_mostAway;
  std::int32_t m_untilLook = kStepsBetweenLooks;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

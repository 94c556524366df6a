// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_RATIONAL_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_RATIONAL_LANES_INL_H
#undef FATOU_CORE_KERNELS_RATIONAL_LANES_INL_H
#else
#define FATOU_CORE_KERNELS_RATIONAL_LANES_INL_H
#endif

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <hwy/highway.h>

#include "core/kernels/program_machine-inl.h"
#include "core/kernels/rational_walk.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Steps between two looks at which pixels have something to be decided.
inline constexpr std::int32_t kRationalSteps = 8;

// Returns |x + iy|^2.
template <class V>
HWY_INLINE V norm(V x, V y) {
  return hn::Add(hn::Mul(x, x), hn::Mul(y, y));
}

// Whether x + iy is in one of the discs.
template <class V>
HWY_INLINE auto isInDisc(const std::vector<BasinDisc>& discs, V x, V y) {
  const hn::DFromV<V> d;
  auto in = hn::Lt(hn::Zero(d), hn::Zero(d));
  for (const BasinDisc& disc : discs) {
    const auto dx = hn::Sub(x, hn::Set(d, disc.re));
    const auto dy = hn::Sub(y, hn::Set(d, disc.im));
    in = hn::Or(in, hn::Le(norm(dx, dy), hn::Set(d, disc.radius * disc.radius)));
  }
  return in;
}

// Advances the δ of some pixels, one in each lane, as RationalStep::take() does in doubles, until
// RationalWalk has something to decide.
template <class D>
class NearLanes {
 public:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kSlots = kProgramVectors * kLanes;

  NearLanes(const RationalReference& reference, RationalWalk& walk)
      : m_reference(reference),
        m_walk(walk),
        m_above(reference.numeratorTerms()),
        m_below(reference.denominatorTerms()),
        m_stride(static_cast<std::int64_t>(2 * (m_above + m_below))),
        m_terms(reference.terms(0)) {}

  void set(std::size_t slot, const RationalPixel& pixel) {
    m_x[slot] = pixel.x;
    m_y[slot] = pixel.y;
    m_place[slot] = static_cast<std::int64_t>(pixel.place);
    m_left[slot] = pixel.remaining;
  }
  // Clears a lane that has no pixel. It reads place 0, which always exists.
  void clear(std::size_t slot) {
    m_x[slot] = m_y[slot] = 0.0;
    m_place[slot] = m_left[slot] = 0;
  }

  HWY_NOINLINE void advance() {
    Lanes lanes[kProgramVectors];
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY { lanes[v] = loaded(v * kLanes); });
    for (std::int32_t step = 0; step < kRationalSteps; ++step)
      eachProgramVector([&](auto v) FATOU_VECTOR_BODY { take(lanes[v]); });
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY { store(lanes[v], v); });
  }

  // Moves a pixel to the place that its lane has reached; the walk decides if there is a need.
  DeepFate settled(std::size_t slot, RationalPixel& pixel) const {
    pixel.x = m_x[slot];
    pixel.y = m_y[slot];
    pixel.place = static_cast<std::size_t>(m_place[slot]);
    pixel.remaining = static_cast<std::int32_t>(m_left[slot]);
    const auto bit = [slot](const std::uint8_t(&bits)[kProgramVectors][8]) {
      return (bits[slot / kLanes][0] >> slot % kLanes & 1) != 0;
    };
    if (bit(m_failed)) return m_walk.stepNear(pixel);
    return bit(m_going) ? DeepFate::Near : m_walk.settleNear(pixel);
  }

 private:
  using Numbers = hn::Vec<D>;
  using Whole = hn::RebindToSigned<D>;
  using Complex = elementary::Complex<Numbers>;

  struct Lanes {
    Complex delta;
    hn::Vec<Whole> place;
    hn::Vec<Whole> first;  // the index of the place's first term
    hn::Vec<Whole> left;
    hn::Mask<D> going;
    hn::Mask<D> failed;  // lanes whose next step exceeds the range of doubles
  };

  HWY_INLINE Lanes loaded(std::size_t at) {
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      m_first[at + lane] = m_place[at + lane] * m_stride;
    const auto left = hn::Load(m_dw, m_left + at);
    const auto none = hn::Zero(m_dw);
    return {.delta = {hn::Load(m_d, m_x + at), hn::Load(m_d, m_y + at)},
            .place = hn::Load(m_dw, m_place + at),
            .first = hn::Load(m_dw, m_first + at),
            .left = left,
            .going = hn::RebindMask(m_d, hn::Gt(left, none)),
            .failed = hn::RebindMask(m_d, hn::Gt(none, none))};
  }

  HWY_INLINE void store(const Lanes& lanes, std::size_t v) {
    const std::size_t at = v * kLanes;
    hn::Store(lanes.delta.re, m_d, m_x + at);
    hn::Store(lanes.delta.im, m_d, m_y + at);
    hn::Store(lanes.place, m_dw, m_place + at);
    hn::Store(lanes.left, m_dw, m_left + at);
    m_going[v][0] = m_failed[v][0] = 0;
    hn::StoreMaskBits(m_d, lanes.going, m_going[v]);
    hn::StoreMaskBits(m_d, lanes.failed, m_failed[v]);
  }

  HWY_INLINE Complex term(const Lanes& lanes, std::size_t k) const {
    return {hn::GatherIndex(m_d, m_terms + 2 * k, lanes.first),
            hn::GatherIndex(m_d, m_terms + 2 * k + 1, lanes.first)};
  }
  static HWY_INLINE Complex step(const Complex& a, const Complex& delta, const Complex& b) {
    const Complex power = elementary::multiply(a, delta);
    return {hn::Add(power.re, b.re), hn::Add(power.im, b.im)};
  }
  static HWY_INLINE Complex quotient(const Complex& a, const Complex& b) {
    const auto r = hn::Div(hn::Set(m_d, 1.0), norm(b.re, b.im));
    return {hn::Mul(hn::Add(hn::Mul(a.re, b.re), hn::Mul(a.im, b.im)), r),
            hn::Mul(hn::Sub(hn::Mul(a.im, b.re), hn::Mul(a.re, b.im)), r)};
  }

  // Returns δ' in all lanes, also in those that have stopped.
  HWY_INLINE Complex next(const Lanes& lanes) const {
    const Complex zero{hn::Zero(m_d), hn::Zero(m_d)};
    Complex above = zero;
    for (std::size_t k = m_above; k-- > 0;) above = step(above, lanes.delta, term(lanes, k));
    above = elementary::multiply(above, lanes.delta);
    if (m_below == 0) return above;
    Complex below = zero;
    for (std::size_t k = m_below; k-- > 0;)
      below = step(below, lanes.delta, term(lanes, m_above + k));
    return quotient(above, step(below, lanes.delta, {hn::Set(m_d, 1.0), hn::Zero(m_d)}));
  }

  HWY_INLINE void take(Lanes& lanes) const {
    const Complex delta = next(lanes);
    const auto size2 = norm(delta.re, delta.im);
    const auto held = hn::And(hn::Ge(size2, hn::Set(m_d, RationalStep::kScaled2)),
                              hn::Le(size2, hn::Set(m_d, std::numeric_limits<double>::max())));
    const auto moved = hn::And(lanes.going, held);
    const auto movedWhole = hn::RebindMask(m_dw, moved);
    const auto one = hn::IfThenElseZero(movedWhole, hn::Set(m_dw, std::int64_t{1}));
    lanes.failed = hn::Or(lanes.failed, hn::AndNot(held, lanes.going));
    lanes.delta = {hn::IfThenElse(moved, delta.re, lanes.delta.re),
                   hn::IfThenElse(moved, delta.im, lanes.delta.im)};
    lanes.place = hn::Add(lanes.place, one);
    lanes.first = hn::Add(lanes.first, hn::IfThenElseZero(movedWhole, hn::Set(m_dw, m_stride)));
    lanes.left = hn::Sub(lanes.left, one);
    lanes.going = hn::AndNot(isToSettle(lanes), moved);
  }

  // Whether RationalWalk::settleNear() has something to decide.
  HWY_INLINE hn::Mask<D> isToSettle(const Lanes& lanes) const {
    const auto point = hn::Add(lanes.place, lanes.place);
    const auto x = hn::GatherIndex(m_d, m_reference.points(), point);
    const auto y = hn::GatherIndex(m_d, m_reference.points() + 1, point);
    const auto z2 = norm(hn::Add(x, lanes.delta.re), hn::Add(y, lanes.delta.im));
    const auto delta2 = norm(lanes.delta.re, lanes.delta.im);
    const auto far2 = hn::Mul(hn::Set(m_d, RationalWalk::kFar2), hn::Max(hn::Set(m_d, 1.0), z2));
    const auto stays =
        hn::And(hn::Le(z2, hn::Set(m_d, m_walk.surelyInside2())),
                hn::Or(hn::Lt(delta2, far2), hn::Gt(z2, hn::Set(m_d, RationalWalk::kPastPole2))));
    const auto none = hn::Zero(m_dw);
    const auto inBlock = hn::And(
        lanes.place, hn::Set(m_dw, static_cast<std::int64_t>(RationalWalk::kBlocksBegin - 1)));
    const auto maySkip = hn::And(hn::Lt(delta2, hn::Set(m_d, RationalWalk::kSkip2)),
                                 hn::RebindMask(m_d, hn::Eq(inBlock, none)));
    const auto looked = hn::GatherIndex(m_dw, m_reference.looks(), lanes.place);
    const auto due = hn::Or(hn::Gt(looked, none), hn::Eq(lanes.left, none));
    const auto inDisc =
        isInDisc(m_reference.discs(), hn::Add(x, lanes.delta.re), hn::Add(y, lanes.delta.im));
    return hn::Or(hn::Or(maySkip, hn::RebindMask(m_d, due)), hn::Or(inDisc, hn::Not(stays)));
  }

  static constexpr D m_d{};
  static constexpr Whole m_dw{};
  const RationalReference& m_reference;
  RationalWalk& m_walk;
  std::size_t m_above;
  std::size_t m_below;
  std::int64_t m_stride;
  const double* m_terms;
  HWY_ALIGN double m_x[kSlots] = {};
  HWY_ALIGN double m_y[kSlots] = {};
  HWY_ALIGN std::int64_t m_place[kSlots] = {};
  HWY_ALIGN std::int64_t m_first[kSlots] = {};
  HWY_ALIGN std::int64_t m_left[kSlots] = {};
  std::uint8_t m_going[kProgramVectors][8] = {};
  std::uint8_t m_failed[kProgramVectors][8] = {};
};

// Advances the z of some pixels, one in each lane, by the formula's program, until z is outside or
// close to a critical point.
template <class D>
class FarLanes {
 public:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kSlots = kProgramVectors * kLanes;

  FarLanes(const RationalReference& reference, const Program& program, RationalWalk& walk)
      : m_reference(reference), m_walk(walk), m_machine(program) {}

  void set(std::size_t slot, const RationalPixel& pixel) {
    m_x[slot] = pixel.x;
    m_y[slot] = pixel.y;
    m_left[slot] = static_cast<double>(pixel.remaining);
  }
  void clear(std::size_t slot) { m_x[slot] = m_y[slot] = m_left[slot] = 0.0; }

  HWY_NOINLINE void advance() {
    ProgramNumbers<D> z;
    Numbers left[kProgramVectors];
    hn::Mask<D> going[kProgramVectors];
    const auto one = hn::Set(m_d, 1.0);
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
      z.set(v, {hn::Load(m_d, m_x + v * kLanes), hn::Load(m_d, m_y + v * kLanes)});
      left[v] = hn::Load(m_d, m_left + v * kLanes);
      going[v] = hn::Gt(left[v], hn::Zero(m_d));
    });
    for (std::int32_t step = 0; step < kRationalSteps; ++step) {
      ProgramNumbers<D> next = z;
      m_machine.step(next);
      eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
        z.set(v, {hn::IfThenElse(going[v], next.re[v], z.re[v]),
                  hn::IfThenElse(going[v], next.im[v], z.im[v])});
        left[v] = hn::Sub(left[v], hn::IfThenElseZero(going[v], one));
        going[v] = hn::And(going[v], isQuiet(z.of(v), left[v]));
      });
    }
    eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
      hn::Store(z.re[v], m_d, m_x + v * kLanes);
      hn::Store(z.im[v], m_d, m_y + v * kLanes);
      hn::Store(left[v], m_d, m_left + v * kLanes);
    });
  }

  // Moves a pixel to the point that its lane has reached, and lets the walk decide.
  DeepFate settled(std::size_t slot, RationalPixel& pixel) const {
    pixel.x = m_x[slot];
    pixel.y = m_y[slot];
    pixel.remaining = static_cast<std::int32_t>(m_left[slot]);
    return m_walk.settleFar(pixel);
  }

 private:
  using Numbers = hn::Vec<D>;
  using Complex = elementary::Complex<Numbers>;

  // Whether RationalWalk::settleFar() has nothing to decide.
  HWY_INLINE hn::Mask<D> isQuiet(const Complex& z, Numbers left) const {
    auto quiet = hn::And(hn::Le(norm(z.re, z.im), hn::Set(m_d, m_walk.escape2())),
                         hn::Gt(left, hn::Zero(m_d)));
    for (const RationalReference::CriticalPoint& point : m_reference.criticalPoints()) {
      const auto x =
          hn::Sub(hn::Sub(z.re, hn::Set(m_d, point.value.re)), hn::Set(m_d, point.rest.re));
      const auto y =
          hn::Sub(hn::Sub(z.im, hn::Set(m_d, point.value.im)), hn::Set(m_d, point.rest.im));
      quiet = hn::And(quiet, hn::Ge(norm(x, y), hn::Set(m_d, RationalWalk::kFar2)));
    }
    return hn::AndNot(isInDisc(m_reference.discs(), z.re, z.im), quiet);
  }

  static constexpr D m_d{};
  const RationalReference& m_reference;
  RationalWalk& m_walk;
  ProgramMachine<D> m_machine;
  HWY_ALIGN double m_x[kSlots] = {};
  HWY_ALIGN double m_y[kSlots] = {};
  HWY_ALIGN double m_left[kSlots] = {};
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_FAR_ORBITS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_FAR_ORBITS_INL_H
#undef FATOU_CORE_KERNELS_FAR_ORBITS_INL_H
#else
#define FATOU_CORE_KERNELS_FAR_ORBITS_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <hwy/highway.h>

#include "core/kernels/deep_walk.h"
#include "core/kernels/orbit_list-inl.h"
#include "core/kernels/trap_test-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Orbits of a deep view that go on with z alone, anywhere, as LiveOrbits does it: all for a stride
// without a decision, but with the least and the largest |z| noted. Those that have been outside or
// close to 0 on the way are taken back to where the stride began, and followed step by step.
//
// What is found goes to a Sink: settle(x, y, ticket) of an orbit that is outside, or close to 0.
// Orbits in the trap and at tmax are dropped: that is what counts say until told otherwise.
template <class D>
class FarOrbits {
 public:
  FarOrbits(const DeepReference& reference, std::size_t capacity)
      : m_c{hn::Set(m_d, reference.cRe()), hn::Set(m_d, reference.cIm())},
        m_trap(reference.trap()),
        m_list(capacity),
        m_found(2 * kBlock) {}

  std::size_t size() const { return m_list.size(); }
  std::int64_t laneIterations() const { return m_laneIterations; }

  HWY_INLINE void begin(hn::Mask<D> chosen, const OrbitVector<D>& orbits) {
    m_list.append(LaneChoice(m_d, chosen), orbits);
  }
  void begin(double x, double y, Ticket ticket) { m_list.append(x, y, 0.0, ticket); }

  template <class Sink>
  HWY_NOINLINE void advance(Sink& sink) {
    const std::size_t size = m_list.size();
    const std::int32_t steps = m_trap.prepare(m_stride);
    m_list.pad();
    m_list.truncate(0);
    std::size_t found = 0;
    for (std::size_t first = 0; first < size; first += kBlock) {
      found += advanceBlock(first, size - first, steps);
      if (m_found.size() >= kBlock) follow(sink);
    }
    while (m_found.size() > 0) follow(sink);
    m_laneIterations += std::int64_t{steps} * static_cast<std::int64_t>(size);
    chooseStride(size, found);
  }

 private:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kBlock = OrbitList<D, false>::kBlock;
  static constexpr std::int32_t kShortest = 4;
  static constexpr std::int32_t kLongest = 64;

  // How many orbits are to be followed.
  HWY_INLINE std::size_t advanceBlock(std::size_t first, std::size_t size, std::int32_t steps) {
    OrbitBlock<D> z;
    BlockErrors<D> unused;
    BlockMasks<D> quiet;
    m_list.block(first, z, unused);
    stride(steps, z, quiet);
    OrbitVector<D> orbits[kOrbitVectors];
    const auto stepsOnTicket = hn::Set(m_dt, makeTicket(steps, 0));
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      orbits[v] = {z.x[v], z.y[v], z.x[v],
                   hn::Sub(m_list.tickets(first + v * kLanes), stepsOnTicket)};
    });
    const std::size_t before = m_found.size();
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto valid = hn::FirstN(m_d, size - std::min(v * kLanes, size));
      const auto events = hn::AndNot(quiet.of[v], valid);
      if (!hn::AllFalse(m_d, events))
        m_found.append(LaneChoice(m_d, events), m_list.vector(first + v * kLanes));
      quiet.of[v] = hn::And(quiet.of[v], valid);
    });
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_list.append(LaneChoice(m_d, stayingOf(quiet.of[v], orbits[v])), orbits[v]);
    });
    return m_found.size() - before;
  }

  HWY_INLINE hn::Mask<D> stayingOf(hn::Mask<D> quiet, const OrbitVector<D>& orbits) const {
    const auto lastTicketDone = hn::Set(m_dt, makeTicket(1, 0) - 1);
    auto staying = hn::And(quiet, hn::RebindMask(m_d, hn::Gt(orbits.tickets, lastTicketDone)));
    if (!m_trap.never()) staying = hn::AndNot(m_trap.trapped(orbits.x, orbits.y), staying);
    return staying;
  }

  // Quiet are those that have been inside and not close to 0 all the time. What overflows ends as
  // infinite or NaN, which no target's Max forgets once something outside has been seen.
  HWY_NOINLINE void stride(std::int32_t steps, OrbitBlock<D>& block, BlockMasks<D>& quiet) const {
    OrbitBlock<D> z = block;
    BlockNumbers<D> least;
    BlockNumbers<D> most;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      least.of[v] = hn::Set(m_d, 1.0);
      most.of[v] = hn::Set(m_d, 1.0);
    });
    for (std::int32_t t = 0; t < steps; ++t) {
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto at = squared(m_d, z.x[v], z.y[v]);
        const auto norm = at.norm();
        least.of[v] = hn::Min(norm, least.of[v]);
        most.of[v] = hn::Max(norm, most.of[v]);
        const auto next = power(SquareMap(), at);
        z.x[v] = hn::Add(next.re, m_c.re);
        z.y[v] = hn::Add(next.im, m_c.im);
      });
    }
    const auto far2 = hn::Set(m_d, DeepWalk::kEscape2);
    const auto critical2 = hn::Set(m_d, DeepWalk::kCritical2);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto norm = squaredModulus(m_d, z.x[v], z.y[v]);
      quiet.of[v] = hn::And(hn::And(hn::Le(most.of[v], far2), hn::Ge(least.of[v], critical2)),
                            hn::And(hn::Le(norm, far2), hn::Ge(norm, critical2)));
    });
    block = z;
  }

  // Takes the last block of those found to where there is something to settle, or to tmax.
  template <class Sink>
  HWY_NOINLINE void follow(Sink& sink) {
    const std::size_t first = m_found.size() - std::min(m_found.size(), kBlock);
    const std::size_t size = m_found.size() - first;
    m_found.pad();
    OrbitVector<D> orbits[kOrbitVectors];
    BlockMasks<D> going;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      orbits[v] = m_found.vector(first + v * kLanes);
      going.of[v] = hn::FirstN(m_d, size - std::min(v * kLanes, size));
    });
    m_found.truncate(first);
    while (!noneOf(m_d, going)) {
      eachVector([&](auto v) FATOU_VECTOR_BODY { stepWhere(going.of[v], orbits[v]); });
      m_laneIterations += static_cast<std::int64_t>(kBlock);
    }
    HWY_ALIGN double x[kBlock];
    HWY_ALIGN double y[kBlock];
    HWY_ALIGN Ticket tickets[kBlock];
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      hn::Store(orbits[v].x, m_d, x + v * kLanes);
      hn::Store(orbits[v].y, m_d, y + v * kLanes);
      hn::Store(orbits[v].tickets, m_dt, tickets + v * kLanes);
    });
    for (std::size_t k = 0; k < size; ++k)
      if (remainingOf(tickets[k]) > 0) sink.settle(x[k], y[k], tickets[k]);
  }

  HWY_INLINE void stepWhere(hn::Mask<D>& going, OrbitVector<D>& orbits) const {
    const auto next = power(SquareMap(), squared(m_d, orbits.x, orbits.y));
    orbits.x = hn::IfThenElse(going, hn::Add(next.re, m_c.re), orbits.x);
    orbits.y = hn::IfThenElse(going, hn::Add(next.im, m_c.im), orbits.y);
    const auto oneIteration = hn::Set(m_dt, makeTicket(1, 0));
    orbits.tickets =
        hn::Sub(orbits.tickets, hn::IfThenElseZero(hn::RebindMask(m_dt, going), oneIteration));
    const auto norm = squaredModulus(m_d, orbits.x, orbits.y);
    const auto quiet = hn::And(hn::Le(norm, hn::Set(m_d, DeepWalk::kEscape2)),
                               hn::Ge(norm, hn::Set(m_d, DeepWalk::kCritical2)));
    const auto lastTicketDone = hn::Set(m_dt, makeTicket(1, 0) - 1);
    const auto onTheWay = hn::RebindMask(m_d, hn::Gt(orbits.tickets, lastTicketDone));
    going = hn::And(going, hn::And(quiet, onTheWay));
  }

  // Chooses the stride as LiveOrbits does: for each orbit found half a stride is repeated, while a
  // look costs all orbits.
  void chooseStride(std::size_t before, std::size_t found) {
    if (before == 0) return;
    const double loss = static_cast<double>(found) * m_stride / static_cast<double>(before);
    if (loss > 2.4) m_stride = std::max(m_stride / 2, kShortest);
    if (loss < 0.6) m_stride = std::min(m_stride * 2, kLongest);
  }

  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  const Parameter<D> m_c;
  TrapTest<D> m_trap;
  OrbitList<D, false> m_list;
  OrbitList<D, false> m_found;
  std::int32_t m_stride = kShortest;
  std::int64_t m_laneIterations = 0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

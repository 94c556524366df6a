// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_LIVE_ORBITS_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_LIVE_ORBITS_INL_H
#undef FATOU_CORE_KERNELS_LIVE_ORBITS_INL_H
#else
#define FATOU_CORE_KERNELS_LIVE_ORBITS_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <hwy/highway.h>

#include "core/kernels/escape_search-inl.h"
#include "core/kernels/mirror_proof-inl.h"
#include "core/kernels/orbit_block-inl.h"
#include "core/kernels/orbit_list-inl.h"
#include "core/kernels/trap_test-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Iterations of the list between two looks at |z|, a power of two.
inline constexpr std::int32_t kShortestStride = 4;
inline constexpr std::int32_t kLongestStride = 128;

// Orbits that live on, of pixels anywhere, are iterated together for a stride; then those that are
// done are taken out and the list closes up, so that no lane waits for another. With kMirrored,
// their distance from their mirrors' orbits is carried along.
//
// The fates of orbits go to a Sink:
//   escaped(Escape)
//   spared(n)               n iterations are not needed, for orbits are in the trap
//   bounded(mask, tickets)  J is tmax; with kMirrored only those whose mirror's is not proven to be
//   strayed(mask, orbits)   too far from their mirrors to prove anything: they are not kept
template <class D, bool kMirrored>
class LiveOrbits {
 public:
  static constexpr std::size_t kBlock = OrbitList<D, kMirrored>::kBlock;

  struct Setup {
    Parameter<D> c;
    bool smooth = false;  // escapes tell what smooth counts are made of
  };
  LiveOrbits(const Setup& setup, const std::optional<InteriorTrap>& trap, std::size_t capacity)
      : m_c(setup.c), m_trap(trap), m_list(capacity), m_left(setup.c, setup.smooth) {}

  std::size_t size() const { return m_list.size(); }
  bool done() const { return m_list.size() == 0 && m_left.empty(); }
  std::int64_t laneIterations() const { return m_laneIterations; }

  // Takes in those of the chosen orbits, all inside, that have steps to go and are not trapped.
  template <class Sink>
  HWY_INLINE void begin(hn::Mask<D> chosen, const OrbitVector<D>& orbits, Sink& sink) {
    if (hn::AllFalse(m_d, chosen)) return;
    m_list.append(LaneChoice(m_d, stayingOf(chosen, orbits, sink)), orbits);
  }
  void begin(double x, double y, Ticket ticket) { m_list.append(x, y, 0.0, ticket); }

  // Takes the whole list one stride further.
  template <class Sink>
  HWY_NOINLINE void advance(Sink& sink) {
    const std::size_t size = m_list.size();
    if (size == 0) findAllEscapes(sink);
    const std::int32_t steps = m_trap.prepare(m_stride);
    const auto stepsOnTicket = hn::Set(m_dt, makeTicket(steps, 0));
    m_list.pad();
    m_list.truncate(0);
    for (std::size_t first = 0; first < size; first += kBlock) {
      OrbitBlock<D> z;
      BlockErrors<D> errors;
      m_list.block(first, z, errors);
      advanceOrbits<kMirrored>(m_d, m_c, steps, z, errors);
      OrbitVector<D> orbits[kOrbitVectors];
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        orbits[v] = {z.x[v], z.y[v], errors.of[v],
                     hn::Sub(m_list.tickets(first + v * kLanes), stepsOnTicket)};
      });
      keepStaying(first, fateOf(size - first, orbits, sink), orbits);
      if (m_left.hasBlock()) findEscapes(sink);
      m_laneIterations += steps * static_cast<std::int64_t>(kBlock);
    }
    if (size > 0) chooseStride(size, size - m_list.size(), sink);
  }

 private:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());

  // What became of the orbits of a block in a stride.
  struct Fate {
    BlockMasks<D> staying;
    BlockMasks<D> left;
    bool allStay;
    bool anyLeft;
  };

  template <class Sink>
  HWY_INLINE Fate fateOf(std::size_t size, const OrbitVector<D>* orbits, Sink& sink) {
    Fate fate;
    auto anyLeft = hn::FirstN(m_d, 0);
    auto allStay = hn::FirstN(m_d, kLanes);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto valid = hn::FirstN(m_d, size - std::min(v * kLanes, size));
      const auto inside = hn::And(valid, isInside(m_d, orbits[v].x, orbits[v].y));
      fate.left.of[v] = hn::AndNot(inside, valid);
      fate.staying.of[v] = stayingOf(inside, orbits[v], sink);
      anyLeft = hn::Or(anyLeft, fate.left.of[v]);
      allStay = hn::And(allStay, fate.staying.of[v]);
    });
    fate.allStay = hn::AllTrue(m_d, allStay);
    fate.anyLeft = !hn::AllFalse(m_d, anyLeft);
    return fate;
  }

  // Of the orbits inside, those that are neither done nor to be dropped.
  template <class Sink>
  HWY_INLINE hn::Mask<D> stayingOf(hn::Mask<D> inside, const OrbitVector<D>& orbits, Sink& sink) {
    const auto lastTicketDone = hn::Set(m_dt, makeTicket(1, 0) - 1);
    const auto going = hn::And(inside, hn::RebindMask(m_d, hn::Gt(orbits.tickets, lastTicketDone)));
    auto staying = going;
    if (!m_trap.never()) {
      const auto trapped = hn::And(going, m_trap.trapped(orbits.x, orbits.y));
      if (!hn::AllFalse(m_d, trapped)) sink.spared(remainingOfAll(trapped, orbits.tickets));
      staying = hn::AndNot(trapped, going);
    }
    if constexpr (kMirrored) {
      const auto done = hn::AndNot(staying, inside);
      if (!hn::AllFalse(m_d, done))
        sink.bounded(hn::AndNot(mirrorsDoneToo(going, orbits), done), orbits.tickets);
      const auto near = hn::Le(orbits.errors, hn::Set(m_d, MirrorProof::kStrayed));
      const auto strayed = hn::AndNot(near, staying);
      if (HWY_UNLIKELY(!hn::AllFalse(m_d, strayed))) sink.strayed(strayed, orbits);
      staying = hn::And(staying, near);
    }
    return staying;
  }

  HWY_INLINE std::int64_t remainingOfAll(hn::Mask<D> chosen, Tickets<D> tickets) const {
    HWY_ALIGN Ticket lanes[kLanes];
    hn::Store(hn::IfThenElseZero(hn::RebindMask(m_dt, chosen), tickets), m_dt, lanes);
    std::int64_t sum = 0;
    for (const Ticket ticket : lanes) sum += remainingOf(ticket);
    return sum;
  }

  // Whether the mirrors of orbits that are done are proven to be done, too: in the trap while
  // `going`, else at tmax.
  HWY_INLINE hn::Mask<D> mirrorsDoneToo(hn::Mask<D> going, const OrbitVector<D>& orbits) const {
    const auto norm = squaredModulus(m_d, orbits.x, orbits.y);
    const auto inTrap = hn::Le(orbits.errors, hn::Set(m_d, m_trap.slack2()));
    return hn::Or(hn::And(going, inTrap),
                  hn::AndNot(going, MirrorProof::isInside(m_d, norm, orbits.errors)));
  }

  HWY_INLINE void keepStaying(std::size_t first, const Fate& fate, const OrbitVector<D>* orbits) {
    if (fate.allStay) {
      eachVector([&](auto v) FATOU_VECTOR_BODY { m_list.append(orbits[v]); });
      return;
    }
    if (fate.anyLeft)
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        m_left.add(LaneChoice(m_d, fate.left.of[v]), m_list.vector(first + v * kLanes));
      });
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_list.append(LaneChoice(m_d, fate.staying.of[v]), orbits[v]);
    });
  }

  // A stride of k iterations costs an orbit about 13 k vector operations more when it leaves, for
  // half of the stride and the search for the step; and any orbit 24 / k an iteration, for the look
  // and the move. The sum is least where gone k / before = 24 / 13, and flat.
  template <class Sink>
  void chooseStride(std::size_t before, std::size_t gone, Sink& sink) {
    const double loss = static_cast<double>(gone) * m_stride / static_cast<double>(before);
    std::int32_t stride = m_stride;
    if (loss > 3.2) stride = std::max(m_stride / 2, kShortestStride);
    if (loss < 0.8) stride = std::min(m_stride * 2, kLongestStride);
    if (stride == m_stride) return;
    findAllEscapes(sink);  // they left within the present stride
    m_stride = stride;
  }

  template <class Sink>
  void findAllEscapes(Sink& sink) {
    while (!m_left.empty()) findEscapes(sink);
  }

  template <class Sink>
  HWY_NOINLINE void findEscapes(Sink& sink) {
    const std::int32_t steps =
        m_left.findLastBlock(m_stride, [&sink](const Escape& escape) { sink.escaped(escape); });
    m_laneIterations += steps * static_cast<std::int64_t>(kBlock);
  }

  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  const Parameter<D> m_c;
  TrapTest<D> m_trap;
  OrbitList<D, kMirrored> m_list;
  std::int32_t m_stride = kShortestStride;
  EscapeSearch<D, kMirrored> m_left;
  std::int64_t m_laneIterations = 0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

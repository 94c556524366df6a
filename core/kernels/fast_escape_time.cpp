// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/fast_escape_time.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>

#include "core/base/check.h"
#include "core/kernels/monotone_escape.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/fast_escape_time.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/orbit_block-inl.h"
#include "core/kernels/orbit_list-inl.h"
#include "core/kernels/pixel_walk-inl.h"
#include "core/kernels/trap_test-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// Most pixels that escape do so at once, and with their neighbours: the first iterations are
// counted one by one, for a block of neighbours. Who is still inside then goes to a list.
constexpr std::int32_t kFirstSteps = 12;
constexpr std::int32_t kFirstChunk = 4;

// Pixels in the list: many, so that the slow ones have company until near the end of the job; few
// enough for the second-level cache. From 1,024 to 8,192 the times differ by a few per cent.
constexpr std::size_t kListed = 4096;

// Iterations of the list between two looks at |z|, a power of two.
constexpr std::int32_t kShortestStride = 4;
constexpr std::int32_t kLongestStride = 128;

// Blocks begun between two looks at the stop token: about 10 microseconds.
constexpr int kStopCheckBlocks = 64;

template <class D>
class FastKernel {
 public:
  FastKernel(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
             std::int32_t* counts)
      : m_tmax(job.tmax),
        m_pixels(job.xs.size() * job.ys.size()),
        m_counts(counts),
        m_c{hn::Set(m_d, job.cRe), hn::Set(m_d, job.cIm)},
        m_trap(trap),
        m_walk(job),
        m_live(kListed + kBlock),
        m_left(2 * kBlock) {}

  bool run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      for (int k = 0; k < kStopCheckBlocks && wantsMore(); ++k) begin();
      if (wantsMore()) continue;
      const std::size_t before = m_live.size();
      if (before == 0) {
        findEscapes(0);
        return true;
      }
      advanceList();
      chooseStride(before, before - m_live.size());
    }
    return false;
  }

  FastStatistics statistics() const {
    const auto sum = std::accumulate(m_counts, m_counts + m_pixels, std::int64_t{0});
    return {.usefulLaneIterations = sum - m_spared, .allLaneIterations = m_spent};
  }

 private:
  static constexpr std::size_t kBlock = OrbitList<D>::kBlock;

  // What a stride has brought to the orbits of a block.
  struct Fate {
    BlockMasks<D> staying;
    BlockMasks<D> left;
    Tickets<D> tickets[kOrbitVectors];
    bool allStay;
    bool anyLeft;
  };

  bool wantsMore() const { return m_live.size() < kListed && !m_walk.atEnd(); }

  // The first steps of the next block of neighbours.
  HWY_NOINLINE void begin() {
    OrbitBlock<D> z;
    BlockTimes<D> times;
    BlockMasks<D> inside;
    PixelRun runs[kOrbitVectors];
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      runs[v] = m_walk.next(z.x[v], z.y[v]);
      times.of[v] = hn::Zero(m_d);
      inside.of[v] = hn::FirstN(m_d, runs[v].size);
    });
    const std::int32_t last = std::min(kFirstSteps, m_tmax);
    std::int32_t t = 0;
    while (t < last && !noneOf(m_d, inside)) {
      const std::int32_t steps = std::min(kFirstChunk, last - t);
      advanceCounting(m_d, m_c, steps, z, times);
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        inside.of[v] = hn::And(inside.of[v], isInside(m_d, z.x[v], z.y[v]));
      });
      t += steps;
    }
    m_spent += t * static_cast<std::int64_t>(kBlock);
    // Who is inside gets tmax, and keeps it unless found to leave later.
    const auto tmax = hn::Set(m_d, static_cast<double>(m_tmax));
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      storeCounts(m_d, hn::IfThenElse(inside.of[v], tmax, times.of[v]), runs[v], m_counts);
    });
    if (t < m_tmax && !noneOf(m_d, inside)) list(m_tmax - t, runs, inside, z);
  }

  HWY_INLINE void list(std::int32_t remaining, const PixelRun* runs, const BlockMasks<D>& inside,
                       const OrbitBlock<D>& z) {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto tickets = hn::Iota(m_dt, makeTicket(remaining, runs[v].first));
      const auto staying = withoutTrapped(inside.of[v], z.x[v], z.y[v], tickets);
      m_live.append(LaneChoice(m_d, staying), z.x[v], z.y[v], tickets);
    });
  }

  HWY_INLINE hn::Mask<D> withoutTrapped(hn::Mask<D> inside, hn::Vec<D> x, hn::Vec<D> y,
                                        Tickets<D> tickets) {
    if (m_trap.never()) return inside;
    const auto trapped = hn::And(inside, m_trap.trapped(x, y));
    if (hn::AllFalse(m_d, trapped)) return inside;
    HWY_ALIGN Ticket lanes[hn::MaxLanes(D())];
    hn::Store(hn::IfThenElseZero(hn::RebindMask(m_dt, trapped), tickets), m_dt, lanes);
    for (const Ticket ticket : lanes) m_spared += remainingOf(ticket);
    return hn::AndNot(trapped, inside);
  }

  // One stride of the whole list, which closes up over those that are done.
  HWY_NOINLINE void advanceList() {
    const std::int32_t steps = m_trap.prepare(m_stride);
    const std::size_t size = m_live.size();
    m_live.truncate(0);
    for (std::size_t first = 0; first < size; first += kBlock) {
      OrbitBlock<D> z = m_live.block(first);
      advance(m_c, steps, z);
      m_spent += steps * static_cast<std::int64_t>(kBlock);
      const Fate fate = fateOf(first, size, steps, z);
      if (fate.allStay) {
        eachVector([&](auto v)
                       FATOU_VECTOR_BODY { m_live.append(z.x[v], z.y[v], fate.tickets[v]); });
        continue;
      }
      if (fate.anyLeft) keepStartOfThoseThatLeft(first, fate.left);
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        m_live.append(LaneChoice(m_d, fate.staying.of[v]), z.x[v], z.y[v], fate.tickets[v]);
      });
      if (m_left.size() >= kBlock) findEscapes(m_left.size() - kBlock);
    }
  }

  HWY_INLINE Fate fateOf(std::size_t first, std::size_t size, std::int32_t steps,
                         const OrbitBlock<D>& z) {
    Fate fate;
    auto anyLeft = hn::FirstN(m_d, 0);
    auto allStay = hn::FirstN(m_d, kLanes);
    const auto stepsOnTicket = hn::Set(m_dt, makeTicket(steps, 0));
    const auto lastTicketDone = hn::Set(m_dt, makeTicket(1, 0) - 1);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const std::size_t at = first + v * kLanes;
      const auto valid = hn::FirstN(m_d, size - std::min(at, size));
      const auto inside = hn::And(valid, isInside(m_d, z.x[v], z.y[v]));
      fate.tickets[v] = hn::Sub(m_live.tickets(at), stepsOnTicket);
      const auto going = hn::RebindMask(m_d, hn::Gt(fate.tickets[v], lastTicketDone));
      fate.left.of[v] = hn::AndNot(inside, valid);
      fate.staying.of[v] = withoutTrapped(hn::And(inside, going), z.x[v], z.y[v], fate.tickets[v]);
      anyLeft = hn::Or(anyLeft, fate.left.of[v]);
      allStay = hn::And(allStay, fate.staying.of[v]);
    });
    fate.allStay = hn::AllTrue(m_d, allStay);
    fate.anyLeft = !hn::AllFalse(m_d, anyLeft);
    return fate;
  }

  HWY_INLINE void keepStartOfThoseThatLeft(std::size_t first, const BlockMasks<D>& left) {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const std::size_t at = first + v * kLanes;
      m_left.append(LaneChoice(m_d, left.of[v]), m_live.x(at), m_live.y(at), m_live.tickets(at));
    });
  }

  // A stride of k iterations costs an orbit about 13 k vector operations more when it leaves, for
  // half of the stride and the search for the step; and any orbit 24 / k an iteration, for the look
  // and the move. The sum is least where gone k / before = 24 / 13, and flat.
  void chooseStride(std::size_t before, std::size_t gone) {
    const double loss = static_cast<double>(gone) * m_stride / static_cast<double>(before);
    std::int32_t stride = m_stride;
    if (loss > 3.2) stride = std::max(m_stride / 2, kShortestStride);
    if (loss < 0.8) stride = std::min(m_stride * 2, kLongestStride);
    if (stride == m_stride) return;
    findEscapes(0);  // they left within the present stride
    m_stride = stride;
  }

  HWY_NOINLINE void findEscapes(std::size_t untilSize) {
    while (m_left.size() > untilSize) findEscapesOfLastBlock();
  }

  // Bisection: z is the last point known to be inside, `times` that of the next one, and the orbit
  // is known to be outside 2 * steps later.
  HWY_INLINE void findEscapesOfLastBlock() {
    const std::size_t first = m_left.size() - std::min(m_left.size(), kBlock);
    OrbitBlock<D> z = m_left.block(first);
    BlockTimes<D> times;
    eachVector([&](auto v) FATOU_VECTOR_BODY { times.of[v] = hn::Set(m_d, 1.0); });
    for (std::int32_t steps = m_stride / 2; steps >= 1; steps /= 2) {
      OrbitBlock<D> ahead = z;
      advance(m_c, steps, ahead);
      m_spent += steps * static_cast<std::int64_t>(kBlock);
      const auto later = hn::Set(m_d, static_cast<double>(steps));
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto inside = isInside(m_d, ahead.x[v], ahead.y[v]);
        z.x[v] = hn::IfThenElse(inside, ahead.x[v], z.x[v]);
        z.y[v] = hn::IfThenElse(inside, ahead.y[v], z.y[v]);
        times.of[v] = hn::IfThenElse(inside, hn::Add(times.of[v], later), times.of[v]);
      });
    }
    storeEscapes(first, times);
  }

  HWY_INLINE void storeEscapes(std::size_t first, const BlockTimes<D>& times) {
    const hn::Rebind<std::int32_t, D> di;
    HWY_ALIGN std::int32_t after[kBlock];
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      hn::Store(hn::DemoteTo(di, times.of[v]), di, after + v * kLanes);
    });
    for (std::size_t k = 0; first + k < m_left.size(); ++k) {
      const Ticket ticket = m_left.ticket(first + k);
      const std::int32_t remaining = remainingOf(ticket);
      m_counts[indexOf(ticket)] = m_tmax - remaining + std::min(after[k], remaining);
    }
    m_left.truncate(first);
  }

  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  const std::int32_t m_tmax;
  const std::size_t m_pixels;
  std::int32_t* const m_counts;
  const Parameter<D> m_c;
  TrapTest<D> m_trap;
  PixelWalk<D> m_walk;
  OrbitList<D> m_live;
  std::int32_t m_stride = kShortestStride;
  OrbitList<D> m_left;  // as they were before the stride in which they left
  std::int64_t m_spent = 0;
  std::int64_t m_spared = 0;
};

bool fastEscapeTimesOnTarget(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                             std::int32_t* counts, FastStatistics* statistics,
                             const std::stop_token& stop) {
  FastKernel<hn::ScalableTag<double>> kernel(job, trap, counts);
  const bool done = kernel.run(stop);
  if (done && statistics != nullptr) *statistics = kernel.statistics();
  return done;
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(fastEscapeTimesOnTarget);

bool fastEscapeTimes(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                     std::span<std::int32_t> counts, FastStatistics* statistics,
                     std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(counts.size() <= std::numeric_limits<std::uint32_t>::max());
  if (statistics != nullptr) *statistics = {};
  if (!escapeIsMonotone(job.cRe, job.cIm)) return escapeTimes(job, counts, stop);
  return HWY_DYNAMIC_DISPATCH(fastEscapeTimesOnTarget)(job, trap, counts.data(), statistics, stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

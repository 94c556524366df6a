// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_FAST_KERNEL_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_FAST_KERNEL_INL_H
#undef FATOU_CORE_KERNELS_FAST_KERNEL_INL_H
#else
#define FATOU_CORE_KERNELS_FAST_KERNEL_INL_H
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include <hwy/highway.h>

#include "core/kernels/block_proof-inl.h"
#include "core/kernels/block_walk-inl.h"
#include "core/kernels/fast_escape_time.h"
#include "core/kernels/live_orbits-inl.h"
#include "core/kernels/mirror_proof-inl.h"
#include "core/kernels/orbit_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Once the disc about a block's orbits crosses |z| = 2, many of them leave at once: so many steps
// are counted one by one. Who is still inside then goes to a list.
inline constexpr std::int32_t kCountedSteps = 4;

// Orbits in a list: many, so that the slow ones have company until near the end of the job; few
// enough for the second-level cache. From 1,024 to 8,192 the times differ by a few per cent.
inline constexpr std::size_t kListed = 4096;

// Groups of blocks begun between two looks at the stop token: some 10 microseconds.
inline constexpr int kStopCheckGroups = 8;

// The counts of a job and, if kMirrored, those of its mirror's that may differ.
//
// Blocks are settled as a whole or begun pixel by pixel. What lives on goes to the list of pairs,
// where a pixel stands for its mirror, too; mirrors of which nothing can be proven, and pixels that
// have strayed from their mirrors, to the list of singles.
template <class D, bool kMirrored>
class FastKernel {
 public:
  FastKernel(const EscapeTimeJob& job, const NearMirror& mirror,
             const std::optional<InteriorTrap>& trap, std::int32_t* counts)
      : m_job(job),
        m_mirror(mirror),
        m_pixels(job.xs.size() * job.ys.size()),
        m_counts(counts),
        m_c{hn::Set(m_d, job.cRe), hn::Set(m_d, job.cIm)},
        m_walk(job),
        m_proof(m_c, job.tmax, trap, mirror.distance),
        m_pairs(m_c, trap, kMostPairs),
        m_singles(m_c, trap, kMirrored ? kListed + kMostPairs : 0) {}

  bool run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      for (int k = 0; k < kStopCheckGroups && wantsMore(); ++k) begin();
      if (wantsMore()) continue;
      // Singles wait until there are many, or nothing else to do.
      if (!m_pairs.done() && m_singles.size() < kListed)
        m_pairs.advance(*this);
      else if (!m_singles.done())
        m_singles.advance(*this);
      else
        return true;
    }
    return false;
  }

  FastStatistics statistics() const {
    return {.usefulLaneIterations = m_useful,
            .allLaneIterations =
                m_laneIterations + m_pairs.laneIterations() + m_singles.laneIterations()};
  }
  std::vector<MirrorDeviation> deviations() { return std::move(m_deviations); }

  // As a sink of LiveOrbits.

  void escaped(const Escape& escape) {
    const std::size_t index = indexOf(escape.ticket);
    const std::int32_t remaining = remainingOf(escape.ticket);
    const std::int32_t after = std::min(escape.after, remaining);
    countOf(index) = m_job.tmax - remaining + after;
    spared(remaining - after);
    if (!escape.mirrorToo) noteDeviation(index);
  }

  void spared(std::int64_t iterations) { m_useful -= iterations; }

  HWY_INLINE void bounded(hn::Mask<D> chosen, Tickets<D> tickets) {
    if (HWY_LIKELY(hn::AllFalse(m_d, chosen))) return;
    HWY_ALIGN Ticket lanes[kLanes];
    const LaneChoice choice(m_d, chosen);
    choice.store(m_dt, tickets, lanes);
    for (std::size_t lane = 0; lane < choice.count(); ++lane) noteDeviation(indexOf(lanes[lane]));
  }

  HWY_NOINLINE void strayed(hn::Mask<D> chosen, const OrbitVector<D>& orbits) {
    bounded(chosen, orbits.tickets);
    m_singles.begin(chosen, orbits, *this);
  }

 private:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kBlock = LiveOrbits<D, kMirrored>::kBlock;
  static constexpr std::size_t kMostPairs = kListed + kLanes * kBlock;

  bool wantsMore() const {
    return m_pairs.size() < kListed && m_singles.size() < kListed &&
           !(m_walk.atEnd() && mirrorsToBegin() == 0);
  }
  std::size_t mirrorsToBegin() const { return m_deviations.size() - m_begunMirrors; }

  HWY_NOINLINE void begin() {
    if (m_walk.atEnd() || mirrorsToBegin() >= kBlock)
      beginMirrors();
    else
      beginGroup(m_walk.next());
  }

  HWY_INLINE void beginGroup(const BlockGroup<D>& group) {
    std::int32_t steps = 0;
    const BlockFates<D> fates = m_proof.prove(group.discs, steps);
    m_laneIterations += steps * static_cast<std::int64_t>(kLanes);
    HWY_ALIGN double times[kLanes];
    HWY_ALIGN double closeTimes[kLanes];
    HWY_ALIGN double errors[kLanes];
    std::uint8_t settled[8] = {};
    hn::Store(fates.times, m_d, times);
    hn::Store(fates.closeTimes, m_d, closeTimes);
    hn::Store(fates.errors, m_d, errors);
    hn::StoreMaskBits(m_d, fates.settled, settled);
    KernelBlock block = group.first;
    for (std::size_t k = 0; k < group.size; ++k, block.col += kLanes) {
      block.cols = std::min(kLanes, m_job.xs.size() - block.col);
      const auto t = static_cast<std::int32_t>(times[k]);
      if ((settled[0] >> k) & 1)
        fill(block, t);
      else
        beginBlock(block, {t, static_cast<std::int32_t>(closeTimes[k]), errors[k]});
    }
  }

  std::int32_t* countsOfRow(const KernelBlock& block, std::size_t row) const {
    return m_counts + (block.row + row) * m_job.xs.size() + block.col;
  }

  HWY_INLINE void fill(const KernelBlock& block, std::int32_t count) {
    for (std::size_t row = 0; row < block.rows; ++row) {
      if (block.cols == kLanes)
        hn::StoreU(hn::Set(m_di, count), m_di, countsOfRow(block, row));
      else
        std::fill_n(countsOfRow(block, row), block.cols, count);
    }
  }

  // What is known of a block that is not settled; see BlockFates.
  struct BlockStart {
    std::int32_t time;
    std::int32_t closeTime;
    double error;
  };

  HWY_NOINLINE void beginBlock(const KernelBlock& block, const BlockStart& start) {
    OrbitBlock<D> z;
    BlockMasks<D> there;
    BlockErrors<D> errors;
    loadBlock(m_d, m_job, block, z, there);
    advanceToStart(start, z, errors);
    BlockErrors<D> largest;
    BlockTimes<D> times;
    BlockTimes<D> nearest;  // how near |z|^2 has come to 4
    const std::int32_t steps = std::min(kCountedSteps, m_job.tmax - start.time);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      times.of[v] = hn::Set(m_d, static_cast<double>(start.time));
      nearest.of[v] = hn::Set(m_d, HUGE_VAL);
      if constexpr (kMirrored) largest.of[v] = MirrorProof::largestAfter(m_d, steps, errors.of[v]);
    });
    advanceCounting(m_d, m_c, steps, z, times, [&](auto v, hn::Vec<D> norm) FATOU_VECTOR_BODY {
      if constexpr (!kMirrored) return;
      nearest.of[v] = hn::Min(nearest.of[v], distanceFrom4(norm));
      errors.of[v] = MirrorProof::grown(m_d, norm, errors.of[v]);
    });
    m_laneIterations += (start.time + steps) * static_cast<std::int64_t>(kBlock);
    const std::int32_t remaining = m_job.tmax - start.time - steps;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      if (v >= block.rows) return;
      std::int32_t* to = countsOfRow(block, v);
      const OrbitVector<D> orbits{
          z.x[v], z.y[v], errors.of[v],
          hn::Iota(m_dt, makeTicket(remaining, static_cast<std::size_t>(to - m_counts)))};
      auto going = hn::And(there.of[v], isInside(m_d, z.x[v], z.y[v]));
      if (remaining == 0) going = hn::FirstN(m_d, 0);
      store(hn::IfThenElse(going, hn::Set(m_d, static_cast<double>(m_job.tmax)), times.of[v]),
            block.cols, to);
      if constexpr (kMirrored) {
        // Those that are outside only now have not been counted there.
        const auto last = distanceFrom4(squaredModulus(m_d, z.x[v], z.y[v]));
        const auto proven = MirrorProof::isOff4(m_d, hn::Min(nearest.of[v], last), largest.of[v]);
        bounded(hn::AndNot(proven, hn::AndNot(going, there.of[v])), orbits.tickets);
      }
      m_pairs.begin(going, orbits, *this);
    });
  }

  HWY_INLINE static hn::Vec<D> distanceFrom4(hn::Vec<D> norm) {
    return hn::Abs(hn::Sub(norm, hn::Set(m_d, 4.0)));
  }

  // All orbits of the block are inside at least up to there.
  HWY_INLINE void advanceToStart(const BlockStart& start, OrbitBlock<D>& z,
                                 BlockErrors<D>& errors) const {
    if constexpr (!kMirrored) {
      advance(m_c, start.time, z);
      return;
    }
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      errors.of[v] = hn::Set(m_d, start.error * start.error * (1.0 + 1e-14));
    });
    advance(m_c, start.closeTime, z);
    advanceWithMirror(m_d, m_c, start.time - start.closeTime, z, errors);
  }

  // Counts, which stay unless an orbit that is inside is found to leave later.
  HWY_INLINE void store(hn::Vec<D> counts, std::size_t size, std::int32_t* to) {
    const auto sum = hn::SumOfLanes(m_d, hn::IfThenElseZero(hn::FirstN(m_d, size), counts));
    m_useful += static_cast<std::int64_t>(hn::GetLane(sum));
    const auto integers = hn::DemoteTo(m_di, counts);
    if (size == kLanes) {
      hn::StoreU(integers, m_di, to);
      return;
    }
    HWY_ALIGN std::int32_t part[kLanes];
    hn::Store(integers, m_di, part);
    std::copy_n(part, size, to);
  }

  // The pixel's mirror, unless it is one itself, has to be computed.
  void noteDeviation(std::size_t index) {
    if (index < m_pixels) m_deviations.push_back({static_cast<std::uint32_t>(index), 0});
  }

  // Their tickets are numbered behind the pixels'.
  HWY_NOINLINE void beginMirrors() {
    const std::size_t width = m_job.xs.size();
    const std::size_t end = std::min(m_begunMirrors + kBlock, m_deviations.size());
    for (; m_begunMirrors < end; ++m_begunMirrors) {
      MirrorDeviation& deviation = m_deviations[m_begunMirrors];
      const double x = m_mirror.xs[deviation.index % width];
      const double y = m_mirror.ys[deviation.index / width];
      deviation.count = x * x + y * y <= 4.0 ? m_job.tmax : 0;
      if (deviation.count == 0) continue;
      m_singles.begin(x, y, makeTicket(m_job.tmax, m_pixels + m_begunMirrors));
      m_useful += m_job.tmax;
    }
  }

  std::int32_t& countOf(std::size_t index) {
    return index < m_pixels ? m_counts[index] : m_deviations[index - m_pixels].count;
  }

  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  static constexpr hn::Rebind<std::int32_t, D> m_di{};
  const EscapeTimeJob& m_job;
  const NearMirror m_mirror;
  const std::size_t m_pixels;
  std::int32_t* const m_counts;
  const Parameter<D> m_c;
  BlockWalk<D> m_walk;
  const BlockProof<D> m_proof;
  LiveOrbits<D, kMirrored> m_pairs;
  LiveOrbits<D, false> m_singles;
  std::vector<MirrorDeviation> m_deviations;
  std::size_t m_begunMirrors = 0;  // of the deviations
  std::int64_t m_useful = 0;
  std::int64_t m_laneIterations = 0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

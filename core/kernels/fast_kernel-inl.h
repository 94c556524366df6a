// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_FAST_KERNEL_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_FAST_KERNEL_INL_H
#undef FATOU_CORE_KERNELS_FAST_KERNEL_INL_H
#else
#define FATOU_CORE_KERNELS_FAST_KERNEL_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>

#include <hwy/highway.h>

#include "core/kernels/block_proof-inl.h"
#include "core/kernels/block_start-inl.h"
#include "core/kernels/block_walk-inl.h"
#include "core/kernels/fast_escape_time.h"
#include "core/kernels/live_orbits-inl.h"
#include "core/kernels/mirror_list.h"
#include "core/kernels/mirror_walk-inl.h"
#include "core/kernels/smooth_pixels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Orbits in a list: many, so that the slow ones have company until near the end of the job; few
// enough for the second-level cache. From 1,024 to 8,192 the times differ by a few per cent.
inline constexpr std::size_t kListed = 4096;

// Groups of blocks begun between two looks at the stop token: some 10 microseconds.
inline constexpr int kStopCheckGroups = 8;

// The counts of a job and, if kMirrored, those of its mirror's that may differ; with smooth counts
// if there is a place for them.
//
// Blocks are settled as a whole or begun pixel by pixel. What lives on goes to the list of pairs,
// where a pixel stands for its mirror, too; mirrors of which nothing can be proven, and pixels that
// have strayed from their mirrors, to the list of singles.
// Mirrors, traps and the ways far away are proven for the square alone.
template <class D, bool kMirrored>
class FastKernel {
 public:
  FastKernel(const EscapeTimeJob& job, const NearMirror& mirror,
             const std::optional<InteriorTrap>& trap, const SmoothPicture& picture)
      : m_job(job),
        m_pixels(job.xs.size() * job.ys.size()),
        m_counts(picture.counts.data()),
        m_c{hn::Set(m_d, job.cRe), hn::Set(m_d, job.cIm)},
        m_walk(job),
        m_proof(m_c, job.tmax, trap, mirror.distance),
        m_smooth(job, picture.smooth),
        m_pairs({m_c, m_smooth.wanted()}, trap, kMostPairs),
        m_singles({m_c, m_smooth.wanted()}, trap, kMirrored ? kListed + kMostPairs : 0),
        m_mirrors(mirror),
        m_mirrorWalk(job, mirror) {}

  bool run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      for (int k = 0; k < kStopCheckGroups && wantsMore(); ++k) begin();
      if (wantsMore()) continue;
      // Singles wait until there are many, or nothing else to do.
      if (!m_pairs.done() && m_singles.size() < kListed) {
        m_pairs.advance(*this);
      } else if (!m_singles.done()) {
        m_singles.advance(*this);
      } else {
        m_smooth.finishLate([this](std::size_t index) { return lateOf(index); });
        return true;
      }
    }
    return false;
  }

  FastStatistics statistics() const {
    return {.usefulLaneIterations = m_useful,
            .allLaneIterations =
                m_laneIterations + m_pairs.laneIterations() + m_singles.laneIterations()};
  }

  // After run(); false when stopped.
  bool report(const std::stop_token& stop, MirrorReport& report) {
    report.statistics = statistics();
    report.deviations = m_mirrors.takeDeviations();
    if (!m_smooth.wanted()) return true;
    report.smooth = m_mirrors.takeSmooth();
    return m_mirrorWalk.run(m_counts, stop, report);
  }

  // The functions of a Sink of LiveOrbits.

  void escaped(const Escape& escape) {
    const std::size_t index = indexOf(escape.ticket);
    const std::int32_t remaining = remainingOf(escape.ticket);
    const std::int32_t after = std::min(escape.after, remaining);
    countOf(index) = m_job.tmax - remaining + after;
    spared(remaining - after);
    if (!escape.mirrorToo) noteDeviation(index);
    if (!m_smooth.wanted() || escape.after >= remaining) return;
    if (kMirrored && escape.mirrorToo && !escape.smoothToo) m_mirrorWalk.note(index);
    m_smooth.addLate(index, escape.farNorm, std::int64_t{m_job.tmax} - remaining + escape.farAfter,
                     [this](std::size_t late) { return lateOf(late); });
  }

  void spared(std::int64_t iterations) { m_useful -= iterations; }

  HWY_INLINE void bounded(hn::Mask<D> chosen, Tickets<D> tickets) {
    eachIndex<D>(chosen, tickets, [this](std::size_t index) { noteDeviation(index); });
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
           !(m_walk.atEnd() && m_mirrors.toBegin() == 0);
  }

  HWY_NOINLINE void begin() {
    if (m_walk.atEnd() || m_mirrors.toBegin() >= kBlock)
      beginMirrors();
    else
      beginGroup(m_walk.next());
  }

  HWY_INLINE void beginGroup(const BlockGroup<D>& group) {
    std::int32_t steps = 0;
    const GroupFates<D> fates(m_proof.prove(group.discs, steps));
    m_laneIterations += steps * static_cast<std::int64_t>(kLanes);
    KernelBlock block = group.first;
    for (std::size_t k = 0; k < group.size; ++k, block.col += kLanes) {
      block.cols = std::min(kLanes, m_job.xs.size() - block.col);
      const BlockStart start = fates.startOf(k);
      if (fates.isSettled(k))
        settle(k, block, start.time, fates.lastErrorOf(k));
      else if (m_smooth.wanted())
        beginBlock<true>(k, block, start);
      else
        beginBlock<false>(k, block, start);
    }
    if (m_smooth.wanted()) m_smooth.finishGroup(group, m_counts);
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

  // A block all of whose pixels have this count, with mirrors no further off than this by then.
  HWY_INLINE void settle(std::size_t k, const KernelBlock& block, std::int32_t count,
                         double error) {
    fill(block, count);
    if (!m_smooth.wanted()) return;
    if (count == m_job.tmax) return m_smooth.putInside(k);
    FarBlock<D> far;
    m_smooth.goFar(k, block, count, far);
    if constexpr (kMirrored) {
      if (isWhole(m_d, block) && m_smooth.mirrorsAreSame(far.norm, error)) return;
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        if (v >= block.rows) return;
        const auto same = m_smooth.mirrorsAreSame(far.norm.of[v], hn::Set(m_d, error));
        const auto there = hn::FirstN(m_d, block.cols);
        m_mirrorWalk.note(hn::AndNot(same, there), ticketsOf(0, countsOfRow(block, v)));
      });
    }
  }

  HWY_INLINE Tickets<D> ticketsOf(std::int32_t remaining, const std::int32_t* counts) const {
    return hn::Iota(m_dt, makeTicket(remaining, static_cast<std::size_t>(counts - m_counts)));
  }

  template <bool kSmooth>
  HWY_NOINLINE void beginBlock(std::size_t k, const KernelBlock& block, const BlockStart& start) {
    const std::int32_t steps = std::min(kCountedSteps, m_job.tmax - start.time);
    const std::int32_t remaining = m_job.tmax - start.time - steps;
    CountedBlock<D, kMirrored> begun;
    begun.template count<kSmooth>(m_job, block, start, steps);
    m_laneIterations += (start.time + steps) * static_cast<std::int64_t>(kBlock);
    const auto tmax = hn::Set(m_d, static_cast<double>(m_job.tmax));
    const auto escapedOf = [&](auto v) FATOU_VECTOR_BODY {
      return hn::And(begun.left.of[v], hn::Lt(begun.times.of[v], tmax));
    };
    bool allSame = true;
    if constexpr (kSmooth) {
      eachVector([&](auto v) FATOU_VECTOR_BODY { m_smooth.put(k, v, escapedOf(v), begun.far); });
      if constexpr (kMirrored)
        allSame = isWhole(m_d, block) && m_smooth.mirrorsAreSame(begun.far.norm, begun.errors);
    }
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      if (v >= block.rows) return;
      const OrbitVector<D> orbits{begun.z.x[v], begun.z.y[v], begun.errors.of[v],
                                  ticketsOf(remaining, countsOfRow(block, v))};
      auto going = hn::AndNot(begun.left.of[v], begun.there.of[v]);
      if (remaining == 0) going = hn::FirstN(m_d, 0);
      store(hn::IfThenElse(going, tmax, begun.times.of[v]), block.cols, countsOfRow(block, v));
      if constexpr (kMirrored) {
        const auto proven = begun.mirrorsAreProven(v);
        bounded(hn::AndNot(proven, hn::AndNot(going, begun.there.of[v])), orbits.tickets);
        if (!allSame) {
          const auto same =
              m_smooth.mirrorsAreSame(begun.far.norm.of[v], hn::Sqrt(begun.errors.of[v]));
          m_mirrorWalk.note(hn::AndNot(same, hn::And(proven, escapedOf(v))), orbits.tickets);
        }
      }
      m_pairs.begin(going, orbits, *this);
    });
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
    if (index < m_pixels) m_mirrors.note(index);
  }

  // Their tickets are numbered behind the pixels'.
  HWY_NOINLINE void beginMirrors() {
    const std::size_t some = std::min(kBlock, m_mirrors.toBegin());
    for (std::size_t k = 0; k < some; ++k) {
      const std::size_t which = m_mirrors.beginNext();
      const auto [x, y] = m_mirrors.pointOf(which);
      const bool inside = x * x + y * y <= 4.0;
      m_mirrors.countOf(which) = inside ? m_job.tmax : 0;
      m_mirrors.smoothOf(which) = static_cast<float>(m_job.tmax);
      if (!inside && m_smooth.wanted()) m_mirrors.smoothOf(which) = m_smooth.of(x, y, 0);
      if (!inside) continue;
      m_singles.begin(x, y, makeTicket(m_job.tmax, m_pixels + which));
      m_useful += m_job.tmax;
    }
  }

  std::int32_t& countOf(std::size_t index) {
    return index < m_pixels ? m_counts[index] : m_mirrors.countOf(index - m_pixels);
  }

  // Where a smooth count that is found late belongs.
  LatePixel lateOf(std::size_t index) {
    if (index >= m_pixels) {
      const std::size_t which = index - m_pixels;
      const auto [x, y] = m_mirrors.pointOf(which);
      return {x, y, m_mirrors.countOf(which), &m_mirrors.smoothOf(which)};
    }
    const std::size_t width = m_job.xs.size();
    return {m_job.xs[index % width], m_job.ys[index / width], m_counts[index],
            m_smooth.placeOf(index)};
  }

  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  static constexpr hn::Rebind<std::int32_t, D> m_di{};
  const EscapeTimeJob& m_job;
  const std::size_t m_pixels;
  std::int32_t* const m_counts;
  const Parameter<D> m_c;
  BlockWalk<D> m_walk;
  const BlockProof<D, SquareMap> m_proof;
  SmoothPixels<D> m_smooth;
  LiveOrbits<D, kMirrored> m_pairs;
  LiveOrbits<D, false> m_singles;
  MirrorList m_mirrors;
  MirrorWalk<D> m_mirrorWalk;
  std::int64_t m_useful = 0;
  std::int64_t m_laneIterations = 0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

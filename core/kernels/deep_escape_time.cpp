// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/deep_escape_time.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <vector>

#include "core/base/check.h"
#include "core/kernels/deep_walk.h"
#include "core/kernels/far_away.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/deep_escape_time.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/far_orbits-inl.h"
#include "core/kernels/near_list-inl.h"
#include "core/kernels/smooth_counts-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// Pixels in a list, as in the fast kernel.
constexpr std::size_t kListed = 4096;

// Steps of the near list between two moves; half of what a deep view's pixel takes there.
constexpr std::int32_t kNearSteps = 8;

// DeepWalk for many pixels at once: what needs no decision in vectors, decisions one by one.
template <class D>
class DeepKernel {
 public:
  DeepKernel(const DeepJob& job, std::int32_t* counts, const DeepQuantities& quantities,
             const std::stop_token& stop)
      : m_job(job),
        m_reference(job.reference),
        m_stop(stop),
        m_walk(job.reference, stop, goalOf(job.reference, quantities)),
        m_counts(counts),
        m_smoothCounts(quantities.smooth),
        m_far(job.reference, kCapacity),
        m_near(kCapacity),
        m_nearSteps(job.reference),
        m_smooth(job.reference, quantities.smooth, stop),
        m_xs(job.xs.begin(), job.xs.end()) {
    m_xs.resize(m_xs.size() + kBlock);
    std::fill_n(counts, job.xs.size() * job.ys.size(), m_reference.tmax());
    std::ranges::fill(quantities.smooth, static_cast<float>(m_reference.tmax()));
  }

  bool run() {
    while (!m_stop.stop_requested()) {
      while (!atEnd() && !m_stop.stop_requested() && m_far.size() < kListed &&
             m_near.size() < kListed)
        begin();
      // Either list waits until it is long, or there is nothing else to do.
      if (m_far.size() >= kListed || (m_near.size() == 0 && m_far.size() > 0))
        m_far.advance(*this);
      else if (m_near.size() > 0)
        advanceNear();
      else
        break;
    }
    m_smooth.flush();
    return !m_stop.stop_requested() && m_near.size() == 0 && m_far.size() == 0 && atEnd();
  }

  FastStatistics statistics() const {
    return {.usefulLaneIterations = m_nearIterations + m_far.laneIterations(),
            .allLaneIterations = m_nearIterations + m_far.laneIterations()};
  }

  // Takes an orbit from FarOrbits, whose Sink this class is.
  void settle(double x, double y, Ticket ticket) {
    DeepPixel pixel{.x = x, .y = y, .remaining = remainingOf(ticket)};
    take(m_walk.settleFar(pixel), pixel, indexOf(ticket));
  }

 private:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kBlock = NearList<D>::kBlock;
  // All pixels of one list may join the other.
  static constexpr std::size_t kCapacity = 2 * kListed + 2 * kBlock;

  static DeepGoal goalOf(const DeepReference& reference, const DeepQuantities& quantities) {
    const bool beyond = !quantities.smooth.empty() && reference.mayEscapeSlowly();
    return beyond ? DeepGoal::Both : DeepGoal::Escape;
  }

  bool atEnd() const { return m_row == m_job.ys.size() || m_job.xs.empty(); }

  void take(DeepFate fate, const DeepPixel& pixel, std::size_t index) {
    if (fate == DeepFate::Near) m_near.append(pixel, index);
    const Ticket ticket = makeTicket(pixel.remaining, index);
    if (fate == DeepFate::Far) m_far.begin(pixel.x, pixel.y, ticket);
    if (fate != DeepFate::Escaped) return;
    m_counts[index] = m_reference.tmax() - pixel.remaining;
    if (m_smoothCounts.empty()) return;
    if (m_walk.goal() == DeepGoal::Escape)
      m_smooth.add(pixel.x, pixel.y, ticket);
    else if (pixel.away != DeepPixel::kNeverFar)
      m_smoothCounts[index] =
          smoothCountOf(std::int64_t{m_counts[index]} + pixel.away, pixel.x, pixel.y);
  }

  // A block of pixels of a row.
  HWY_NOINLINE void begin() {
    const std::size_t cols = std::min(kBlock, m_job.xs.size() - m_col);
    if (m_reference.start().exponent() == 0)
      beginTogether(cols);
    else
      for (std::size_t k = 0; k < cols; ++k) beginOne(m_col + k);
    m_col += cols;
    if (m_col < m_job.xs.size()) return;
    m_col = 0;
    ++m_row;
  }

  void beginOne(std::size_t col) {
    DeepPixel pixel;
    const DeepFate fate = m_walk.start(m_job.xs[col], m_job.ys[m_row], pixel);
    take(fate, pixel, m_row * m_job.xs.size() + col);
  }

  // Nearly all pixels come out of the series approximation far from the centre's orbit.
  HWY_INLINE void beginTogether(std::size_t cols) {
    OrbitBlock<D> delta;
    startBlock(delta);
    const std::size_t shared = m_reference.start().sharedSteps();
    goOnTogether(shared, delta);
    const auto zx = hn::Set(m_d, m_reference.re()[shared]);
    const auto zy = hn::Set(m_d, m_reference.im()[shared]);
    const auto remaining =
        m_reference.tmax() - static_cast<std::int32_t>(m_reference.start().steps() + shared);
    const std::size_t index = m_row * m_job.xs.size() + m_col;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto valid = hn::FirstN(m_d, cols - std::min(v * kLanes, cols));
      OrbitVector<D> z;
      z.x = hn::Add(zx, delta.x[v]);
      z.y = hn::Add(zy, delta.y[v]);
      z.tickets =
          hn::Add(hn::Set(m_dt, makeTicket(remaining, index + v * kLanes)), hn::Iota(m_dt, 0));
      z.errors = z.x;
      const auto norm = squaredModulus(m_d, z.x, z.y);
      const auto delta2 = squaredModulus(m_d, delta.x[v], delta.y[v]);
      const auto far = hn::And(hn::And(valid, hn::Ge(delta2, hn::Set(m_d, DeepWalk::kFar2))),
                               hn::And(hn::Le(norm, hn::Set(m_d, DeepWalk::kEscape2)),
                                       hn::Ge(norm, hn::Set(m_d, DeepWalk::kCritical2))));
      m_far.begin(far, z);
      const auto near = hn::And(
          hn::And(valid, hn::Lt(delta2, hn::Set(m_d, DeepWalk::kFar2))),
          hn::And(
              hn::And(hn::Le(norm, hn::Set(m_d, DeepWalk::kSurelyInside2)), hn::Ge(norm, delta2)),
              hn::Ge(delta2, hn::Set(m_d, DeepWalk::kSkip2))));
      const auto goesOn = shared < m_reference.centreEnd() ? near : hn::FirstN(m_d, 0);
      if (!hn::AllFalse(m_d, goesOn))
        m_near.append(LaneChoice(m_d, goesOn), delta.x[v], delta.y[v],
                      hn::Set(m_dt, static_cast<Ticket>(shared)), z.tickets);
      const auto others = hn::AndNot(hn::Or(far, goesOn), valid);
      if (hn::AllFalse(m_d, others)) return;
      std::uint8_t bits[8] = {};
      hn::StoreMaskBits(m_d, others, bits);
      for (std::size_t lane = 0; lane < kLanes; ++lane)
        if ((bits[0] >> lane) & 1) beginOne(m_col + v * kLanes + lane);
    });
  }

  // SeriesApproximation::value() of a block.
  HWY_INLINE void startBlock(OrbitBlock<D>& delta) const {
    const SeriesApproximation& start = m_reference.start();
    OrbitBlock<D> u;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      u.x[v] = hn::LoadU(m_d, &m_xs[m_col + v * kLanes]);
      u.y[v] = hn::Set(m_d, m_job.ys[m_row]);
      delta.x[v] = hn::Set(m_d, start.re()[SeriesApproximation::kTerms - 1]);
      delta.y[v] = hn::Set(m_d, start.im()[SeriesApproximation::kTerms - 1]);
    });
    const auto times = [&](hn::Vec<D> re, hn::Vec<D> im) FATOU_VECTOR_BODY {
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto x = hn::Sub(hn::Mul(delta.x[v], u.x[v]), hn::Mul(delta.y[v], u.y[v]));
        const auto y = hn::Add(hn::Mul(delta.x[v], u.y[v]), hn::Mul(delta.y[v], u.x[v]));
        delta.x[v] = hn::Add(x, re);
        delta.y[v] = hn::Add(y, im);
      });
    };
    for (std::size_t k = SeriesApproximation::kTerms - 1; k-- > 0;)
      times(hn::Set(m_d, start.re()[k]), hn::Set(m_d, start.im()[k]));
    times(hn::Zero(m_d), hn::Zero(m_d));
  }

  HWY_INLINE void goOnTogether(std::size_t steps, OrbitBlock<D>& delta) const {
    for (std::size_t first = 0; first < steps; first += kStepsBetweenLooks) {
      if (first > 0 && m_stop.stop_requested()) return;
      goOnTogether(first, std::min<std::size_t>(steps, first + kStepsBetweenLooks), delta);
    }
  }

  HWY_INLINE void goOnTogether(std::size_t first, std::size_t end, OrbitBlock<D>& delta) const {
    OrbitBlock<D> d = delta;
    for (std::size_t k = first; k < end; ++k) {
      const auto zx2 = hn::Set(m_d, m_reference.re()[k] + m_reference.re()[k]);
      const auto zy2 = hn::Set(m_d, m_reference.im()[k] + m_reference.im()[k]);
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto ax = hn::Add(zx2, d.x[v]);
        const auto ay = hn::Add(zy2, d.y[v]);
        const auto x = hn::Sub(hn::Mul(ax, d.x[v]), hn::Mul(ay, d.y[v]));
        d.y[v] = hn::Add(hn::Mul(ax, d.y[v]), hn::Mul(ay, d.x[v]));
        d.x[v] = x;
      });
    }
    delta = d;
  }

  HWY_NOINLINE void advanceNear() {
    const std::size_t size = m_near.size();
    m_near.pad();
    m_near.truncate(0);
    m_due.clear();
    for (std::size_t first = 0; first < size; first += kBlock) {
      NearBlock<D> block;
      m_near.block(first, size, block);
      const auto valid = block;
      m_nearSteps.advance(kNearSteps, block);
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        m_near.append(LaneChoice(m_d, block.going[v]), block.x[v], block.y[v], block.place[v],
                      block.tickets[v]);
        const auto due = hn::AndNot(block.going[v], valid.going[v]);
        if (!hn::AllFalse(m_d, due)) noteDue(due, block, v);
      });
    }
    m_nearIterations += static_cast<std::int64_t>(size) * kNearSteps;
    for (auto& [pixel, index] : m_due) {
      if (m_stop.stop_requested()) return;
      const DeepFate fate = m_walk.settleNear(pixel, false);
      take(fate, pixel, index);
    }
  }

  HWY_NOINLINE void noteDue(hn::Mask<D> due, const NearBlock<D>& block, std::size_t v) {
    HWY_ALIGN double x[kLanes];
    HWY_ALIGN double y[kLanes];
    HWY_ALIGN Ticket place[kLanes];
    HWY_ALIGN Ticket tickets[kLanes];
    const LaneChoice chosen(m_d, due);
    chosen.store(m_d, block.x[v], x);
    chosen.store(m_d, block.y[v], y);
    chosen.store(m_dt, block.place[v], place);
    chosen.store(m_dt, block.tickets[v], tickets);
    for (std::size_t k = 0; k < chosen.count(); ++k)
      m_due.emplace_back(DeepPixel{.x = x[k],
                                   .y = y[k],
                                   .place = static_cast<std::size_t>(place[k]),
                                   .remaining = remainingOf(tickets[k])},
                         indexOf(tickets[k]));
  }

  static constexpr D m_d{};
  static constexpr TicketTag<D> m_dt{};
  const DeepJob& m_job;
  const DeepReference& m_reference;
  const std::stop_token& m_stop;
  const DeepWalk m_walk;
  std::int32_t* const m_counts;
  const std::span<float> m_smoothCounts;
  FarOrbits<D> m_far;
  NearList<D> m_near;
  const NearSteps<D> m_nearSteps;
  SmoothCounts<D> m_smooth;
  std::vector<double> m_xs;  // with a block to read beyond the end
  std::vector<std::pair<DeepPixel, std::size_t>> m_due;
  std::size_t m_row = 0;
  std::size_t m_col = 0;
  std::int64_t m_nearIterations = 0;
};

bool deepTimesOnTarget(const DeepJob& job, std::int32_t* counts, const DeepQuantities& quantities,
                       FastStatistics* statistics, const std::stop_token& stop) {
  DeepKernel<hn::ScalableTag<double>> kernel(job, counts, quantities, stop);
  const bool done = kernel.run();
  if (statistics != nullptr) *statistics = kernel.statistics();
  return done;
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(deepTimesOnTarget);

bool deepEscapeTimes(const DeepJob& job, std::span<std::int32_t> counts,
                     const DeepQuantities& quantities, FastStatistics* statistics,
                     std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(counts.size() <= std::numeric_limits<std::uint32_t>::max());
  FATOU_CHECK(quantities.smooth.empty() || quantities.smooth.size() == counts.size());
  FATOU_CHECK(quantities.distance.empty() || quantities.distance.size() == counts.size());
  // Distances carry a derivative along, which only the scalar kernel does.
  if (!quantities.distance.empty()) return deepEscapeTimesScalar(job, counts, quantities, stop);
  return HWY_DYNAMIC_DISPATCH(deepTimesOnTarget)(job, counts.data(), quantities, statistics, stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

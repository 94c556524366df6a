// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/rational_escape_time.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/kernels/rational_results.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/rational_escape_time.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/rational_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// Runs RationalWalk for many pixels: steps in vectors, decisions one pixel at a time.
template <class D>
class RationalKernel {
 public:
  RationalKernel(const RationalJob& job, const RationalResults& results,
                 const std::stop_token& stop)
      : m_job(job),
        m_results(results),
        m_stop(stop),
        m_walk(job.reference, job.program, stop),
        m_nearLanes(job.reference, m_walk),
        m_farLanes(job.reference, job.program, m_walk) {}

  // Returns false when stopped.
  bool run() {
    while (!m_stop.stop_requested()) {
      while (m_next < m_results.size() && m_near.size() < kListed && m_far.size() < kListed &&
             !m_stop.stop_requested())
        begin();
      if (!m_near.empty() && m_near.size() >= m_far.size())
        advance(m_near, m_nearLanes);
      else if (!m_far.empty())
        advance(m_far, m_farLanes);
      else if (m_next == m_results.size())
        return true;
    }
    return false;
  }

 private:
  // Pixels that wait in a list: enough to fill vectors, and few enough for the cache.
  static constexpr std::size_t kListed = 512;

  struct Waiting {
    RationalPixel pixel;
    std::size_t index = 0;
  };

  void begin() {
    Waiting waiting{.pixel = {}, .index = m_next++};
    const std::size_t width = m_job.xs.size();
    const DeepFate fate = m_walk.start(m_job.xs[waiting.index % width],
                                       m_job.ys[waiting.index / width], waiting.pixel);
    take(fate, waiting);
  }

  void take(DeepFate fate, Waiting& waiting) {
    if (fate == DeepFate::Near)
      m_near.push_back(waiting);
    else if (fate == DeepFate::Far)
      m_far.push_back(waiting);
    else
      m_results.write(waiting.index, fate == DeepFate::Escaped, waiting.pixel, m_walk, m_stop);
  }

  // Advances the last pixels of a list by some steps.
  template <class Lanes>
  void advance(std::vector<Waiting>& list, Lanes& lanes) {
    const std::size_t count = std::min(list.size(), Lanes::kSlots);
    m_taken.assign(list.end() - static_cast<std::ptrdiff_t>(count), list.end());
    list.resize(list.size() - count);
    for (std::size_t slot = 0; slot < count; ++slot) lanes.set(slot, m_taken[slot].pixel);
    for (std::size_t slot = count; slot < Lanes::kSlots; ++slot) lanes.clear(slot);
    lanes.advance();
    for (std::size_t slot = 0; slot < count; ++slot)
      take(lanes.settled(slot, m_taken[slot].pixel), m_taken[slot]);
  }

  const RationalJob& m_job;
  const RationalResults& m_results;
  const std::stop_token& m_stop;
  RationalWalk m_walk;
  NearLanes<D> m_nearLanes;
  FarLanes<D> m_farLanes;
  std::vector<Waiting> m_near;
  std::vector<Waiting> m_far;
  std::vector<Waiting> m_taken;
  std::size_t m_next = 0;
};

bool rationalEscapeTimesOnTarget(const RationalJob& job, const RationalResults& results,
                                 const std::stop_token& stop) {
  return RationalKernel<hn::ScalableTag<double>>(job, results, stop).run();
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(rationalEscapeTimesOnTarget);

bool rationalEscapeTimes(const RationalJob& job, std::span<std::int32_t> counts,
                         const EscapeQuantities& wanted, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(wanted.smooth.empty() || wanted.smooth.size() == counts.size());
  FATOU_CHECK(wanted.distance.empty() || wanted.distance.size() == counts.size());
  FATOU_CHECK(wanted.distance.empty() || job.growth.degree == 0 ||
              job.program.slope != Program::kNone);
  FATOU_CHECK(job.cycles.empty() || job.cycles.size() == counts.size());
  const RationalResults results(job, counts, wanted);
  if (results.hasSlopes()) return rationalEscapeTimesScalar(job, counts, wanted, std::move(stop));
  return HWY_DYNAMIC_DISPATCH(rationalEscapeTimesOnTarget)(job, results, stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

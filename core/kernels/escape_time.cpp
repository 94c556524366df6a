// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/escape_time.h"

#include <algorithm>
#include <cstddef>

#include "core/base/check.h"
#include "core/kernels/monotone_escape.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/escape_time.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/orbit_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// Iterations of a block between two looks at the stop token: about 30 microseconds.
constexpr std::int32_t kStopCheckSteps = 4096;

// The start of a block is counted step by step: most orbits that leave do it there.
constexpr std::int32_t kCountedStart = 16;

// Iterations in one go: few while orbits are likely to leave, for all are repeated when one does.
constexpr std::int32_t kShortChunk = 4;
constexpr std::int32_t kLongChunk = 64;

// The pixels of one block: a vector of columns by kOrbitVectors rows, fewer at the far edges.
struct Place {
  std::size_t row;
  std::size_t col;
  std::size_t rows;
  std::size_t cols;
};

template <class D>
class PlainKernel {
 public:
  PlainKernel(const EscapeTimeJob& job, const std::stop_token& stop)
      : m_job(job),
        m_stop(stop),
        m_c{hn::Set(m_d, job.cRe), hn::Set(m_d, job.cIm)},
        m_monotone(escapeIsMonotone(job.cRe, job.cIm)) {}

  bool run(std::int32_t* out) {
    const std::size_t height = m_job.ys.size();
    const std::size_t width = m_job.xs.size();
    const std::size_t lanes = hn::Lanes(m_d);
    for (std::size_t row = 0; row < height; row += kOrbitVectors) {
      const std::size_t rows = std::min(kOrbitVectors, height - row);
      for (std::size_t col = 0; col < width; col += lanes) {
        const Place place{row, col, rows, std::min(lanes, width - col)};
        OrbitBlock<D> z;
        BlockCounts<D> counts;
        load(place, z, counts);
        if (!iterate(z, counts)) return false;
        store(place, counts, out);
      }
    }
    return true;
  }

 private:
  // Lanes beyond the edge start at 0, outside the count, and do as the others do.
  void load(const Place& place, OrbitBlock<D>& z, BlockCounts<D>& counts) const {
    HWY_ALIGN double xs[hn::MaxLanes(D())] = {};
    std::copy_n(&m_job.xs[place.col], place.cols, xs);
    for (std::size_t v = 0; v < kOrbitVectors; ++v) {
      const bool there = v < place.rows;
      z.x[v] = hn::Load(m_d, xs);
      z.y[v] = hn::Set(m_d, there ? m_job.ys[place.row + v] : 0.0);
      counts.inside[v] = hn::FirstN(m_d, there ? place.cols : 0);
      counts.count[v] = hn::Zero(m_d);
    }
  }

  bool iterate(OrbitBlock<D>& z, BlockCounts<D>& counts) {
    std::int32_t chunk = kShortChunk;
    for (std::int32_t t = 0; t < m_job.tmax;) {
      const std::int32_t steps = std::min(chunk, m_job.tmax - t);
      if (t >= kCountedStart && m_monotone) {
        chunk = advanceUnlessOneLeaves(steps, z, counts) ? std::min(2 * chunk, kLongChunk)
                                                         : kShortChunk;
      } else {
        advanceCounting(m_d, m_c, steps, z, counts);
      }
      t += steps;
      if (stopRequested(steps)) return false;
      if (noneInside(m_d, counts)) return true;
    }
    return true;
  }

  // Runs ahead without counting, and once more with it when the end shows that an orbit left.
  HWY_INLINE bool advanceUnlessOneLeaves(std::int32_t steps, OrbitBlock<D>& z,
                                         BlockCounts<D>& counts) const {
    const OrbitBlock<D> start = z;
    advance(m_c, steps, z);
    const bool allInside = allStillInside(m_d, z, counts);
    if (allInside) {
      addToCounts(m_d, steps, counts);
    } else {
      z = start;
      advanceCounting(m_d, m_c, steps, z, counts);
    }
    return allInside;
  }

  void store(const Place& place, const BlockCounts<D>& counts, std::int32_t* out) const {
    const hn::Rebind<std::int32_t, D> di;
    HWY_ALIGN std::int32_t row[hn::MaxLanes(D())];
    for (std::size_t v = 0; v < place.rows; ++v) {
      hn::Store(hn::DemoteTo(di, counts.count[v]), di, row);
      std::copy_n(row, place.cols, out + (place.row + v) * m_job.xs.size() + place.col);
    }
  }

  bool stopRequested(std::int32_t steps) {
    m_untilStopCheck -= steps;
    if (m_untilStopCheck > 0) return false;
    m_untilStopCheck = kStopCheckSteps;
    return m_stop.stop_requested();
  }

  static constexpr D m_d{};
  const EscapeTimeJob& m_job;
  const std::stop_token& m_stop;
  Parameter<D> m_c;
  bool m_monotone;
  std::int32_t m_untilStopCheck = kStopCheckSteps;
};

bool escapeTimesOnTarget(const EscapeTimeJob& job, std::int32_t* counts,
                         const std::stop_token& stop) {
  return PlainKernel<hn::ScalableTag<double>>(job, stop).run(counts);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(escapeTimesOnTarget);

bool escapeTimes(const EscapeTimeJob& job, std::span<std::int32_t> counts, std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  return HWY_DYNAMIC_DISPATCH(escapeTimesOnTarget)(job, counts.data(), stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

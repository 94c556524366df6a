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
constexpr std::int32_t kCountedStart = 128;

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
        BlockMasks<D> inside;
        load(place, z, inside);
        BlockTimes<D> times = zeroTimes();
        if (!iterate(z, inside, times)) return false;
        store(place, times, out);
      }
    }
    return true;
  }

 private:
  // Lanes beyond the edge start at 0 and outside the count, and do as the others do.
  void load(const Place& place, OrbitBlock<D>& z, BlockMasks<D>& inside) const {
    HWY_ALIGN double edge[hn::MaxLanes(D())] = {};
    const bool whole = place.cols == hn::Lanes(m_d);
    if (!whole) std::copy_n(&m_job.xs[place.col], place.cols, edge);
    const auto xs = whole ? hn::LoadU(m_d, &m_job.xs[place.col]) : hn::Load(m_d, edge);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const bool there = v < place.rows;
      z.x[v] = xs;
      z.y[v] = hn::Set(m_d, there ? m_job.ys[place.row + v] : 0.0);
      inside.of[v] = hn::FirstN(m_d, there ? place.cols : 0);
    });
  }

  static BlockTimes<D> zeroTimes() {
    BlockTimes<D> times;
    eachVector([&](auto v) FATOU_VECTOR_BODY { times.of[v] = hn::Zero(m_d); });
    return times;
  }

  bool iterate(OrbitBlock<D>& z, BlockMasks<D>& inside, BlockTimes<D>& times) {
    std::int32_t chunk = kShortChunk;
    for (std::int32_t t = 0; t < m_job.tmax;) {
      const std::int32_t steps = std::min(chunk, m_job.tmax - t);
      const bool ahead = m_monotone && t >= kCountedStart && runAhead(steps, z, inside, times);
      chunk = ahead ? std::min(2 * chunk, kLongChunk) : kShortChunk;
      if (!ahead) count(steps, z, inside, times);
      t += steps;
      if (stopRequested(steps)) return false;
      if (noneOf(m_d, inside)) return true;
    }
    return true;
  }

  // Iterates without counting if nobody leaves meanwhile; does nothing otherwise. Not inlined, for
  // the caller's masks and times would take the registers that the iteration needs.
  HWY_NOINLINE bool runAhead(std::int32_t steps, OrbitBlock<D>& z, const BlockMasks<D>& inside,
                             BlockTimes<D>& times) const {
    OrbitBlock<D> end = z;
    advance(m_c, steps, end);
    auto left = hn::FirstN(m_d, 0);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      left = hn::Or(left, hn::AndNot(isInside(m_d, end.x[v], end.y[v]), inside.of[v]));
    });
    if (!hn::AllFalse(m_d, left)) return false;
    const auto n = hn::Set(m_d, static_cast<double>(steps));
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      times.of[v] = hn::Add(times.of[v], hn::IfThenElseZero(inside.of[v], n));
    });
    z = end;
    return true;
  }

  HWY_INLINE void count(std::int32_t steps, OrbitBlock<D>& z, BlockMasks<D>& inside,
                        BlockTimes<D>& times) const {
    if (!m_monotone) {
      advanceCountingAny(m_d, m_c, steps, z, inside, times);
      return;
    }
    advanceCounting(m_d, m_c, steps, z, times);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      inside.of[v] = hn::And(inside.of[v], isInside(m_d, z.x[v], z.y[v]));
    });
  }

  void store(const Place& place, const BlockTimes<D>& times, std::int32_t* out) const {
    const hn::Rebind<std::int32_t, D> di;
    HWY_ALIGN std::int32_t row[hn::MaxLanes(D())];
    for (std::size_t v = 0; v < place.rows; ++v) {
      std::int32_t* to = out + (place.row + v) * m_job.xs.size() + place.col;
      const auto counts = hn::DemoteTo(di, times.of[v]);
      if (place.cols == hn::Lanes(m_d)) {
        hn::StoreU(counts, di, to);  // a copy of unknown length costs a call
      } else {
        hn::Store(counts, di, row);
        std::copy_n(row, place.cols, to);
      }
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

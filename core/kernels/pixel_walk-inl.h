// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_PIXEL_WALK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_PIXEL_WALK_INL_H
#undef FATOU_CORE_KERNELS_PIXEL_WALK_INL_H
#else
#define FATOU_CORE_KERNELS_PIXEL_WALK_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <hwy/highway.h>

#include "core/kernels/escape_time.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Up to one vector of neighbours in a row.
struct PixelRun {
  std::size_t first;  // index of the first one's count
  std::size_t size;
};

// Goes through the pixels of a job row by row, a vector at a time.
template <class D>
class PixelWalk {
 public:
  explicit PixelWalk(const EscapeTimeJob& job)
      : m_job(job), m_row(job.xs.empty() ? job.ys.size() : 0) {}

  bool atEnd() const { return m_row == m_job.ys.size(); }

  // The next run and its coordinates. Lanes beyond a row's end, and all lanes after the last row,
  // are at 0.
  HWY_INLINE PixelRun next(hn::Vec<D>& x, hn::Vec<D>& y) {
    if (atEnd()) {
      x = y = hn::Zero(m_d);
      return {0, 0};
    }
    const std::size_t width = m_job.xs.size();
    const PixelRun run{m_row * width + m_col, std::min(m_lanes, width - m_col)};
    y = hn::Set(m_d, m_job.ys[m_row]);
    if (run.size == m_lanes) {
      x = hn::LoadU(m_d, &m_job.xs[m_col]);
    } else {
      HWY_ALIGN double part[hn::MaxLanes(D())] = {};
      std::copy_n(&m_job.xs[m_col], run.size, part);
      x = hn::Load(m_d, part);
    }
    m_col += m_lanes;
    if (m_col >= width) {
      m_col = 0;
      ++m_row;
    }
    return run;
  }

 private:
  static constexpr D m_d{};
  const std::size_t m_lanes = hn::Lanes(m_d);
  const EscapeTimeJob& m_job;
  std::size_t m_row;
  std::size_t m_col = 0;
};

// Stores times, which are integers, as the counts of a run.
template <class D>
HWY_INLINE void storeCounts(D d, hn::Vec<D> times, const PixelRun& run, std::int32_t* counts) {
  const hn::Rebind<std::int32_t, D> di;
  if (run.size == hn::Lanes(d)) {
    hn::StoreU(hn::DemoteTo(di, times), di, counts + run.first);
    return;
  }
  HWY_ALIGN std::int32_t part[hn::MaxLanes(D())];
  hn::Store(hn::DemoteTo(di, times), di, part);
  std::copy_n(part, run.size, counts + run.first);
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_BLOCK_WALK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_BLOCK_WALK_INL_H
#undef FATOU_CORE_KERNELS_BLOCK_WALK_INL_H
#else
#define FATOU_CORE_KERNELS_BLOCK_WALK_INL_H
#endif

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include <hwy/aligned_allocator.h>
#include <hwy/highway.h>

#include "core/kernels/escape_time.h"
#include "core/kernels/orbit_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Neighbouring pixels: a vector of columns by kOrbitVectors rows, fewer at the far edges.
struct KernelBlock {
  std::size_t row;
  std::size_t col;
  std::size_t rows;
  std::size_t cols;
};

template <class D>
constexpr bool isWhole(D, const KernelBlock& block) {
  return block.rows == kOrbitVectors && block.cols == hn::MaxLanes(D());
}

// A vector of discs, each about the points of one block.
template <class D>
struct BlockDiscs {
  hn::Vec<D> x;
  hn::Vec<D> y;
  hn::Vec<D> radius;
};

// Up to a vector of blocks side by side.
template <class D>
struct BlockGroup {
  BlockDiscs<D> discs;
  KernelBlock first;  // the others follow to the right
  std::size_t size;
};

// Goes through the blocks of a job, a group at a time, row by row.
template <class D>
class BlockWalk {
 public:
  explicit BlockWalk(const EscapeTimeJob& job)
      : m_job(job),
        m_row(job.xs.empty() ? job.ys.size() : 0),
        m_centres(hwy::AllocateAligned<double>(job.xs.size() / kLanes + 2 * kLanes)),
        m_halves(hwy::AllocateAligned<double>(job.xs.size() / kLanes + 2 * kLanes)) {
    std::fill_n(m_centres.get(), job.xs.size() / kLanes + 2 * kLanes, 0.0);
    std::fill_n(m_halves.get(), job.xs.size() / kLanes + 2 * kLanes, 0.0);
    for (std::size_t col = 0; col < job.xs.size(); col += kLanes) {
      const Interval columns = hull(job.xs.subspan(col, std::min(kLanes, job.xs.size() - col)));
      m_centres[col / kLanes] = columns.centre;
      m_halves[col / kLanes] = columns.half;
    }
  }

  bool atEnd() const { return m_row == m_job.ys.size(); }

  HWY_INLINE BlockGroup<D> next() {
    const std::size_t width = m_job.xs.size();
    const std::size_t rows = std::min(kOrbitVectors, m_job.ys.size() - m_row);
    if (m_col == 0) m_rows = hull(m_job.ys.subspan(m_row, rows));
    const std::size_t block = m_col / kLanes;
    const auto halfWidth = hn::LoadU(m_d, &m_halves[block]);
    const auto halfHeight = hn::Set(m_d, m_rows.half);
    const auto radius =
        hn::Sqrt(hn::Add(hn::Mul(halfWidth, halfWidth), hn::Mul(halfHeight, halfHeight)));
    const BlockGroup<D> group{.discs = {.x = hn::LoadU(m_d, &m_centres[block]),
                                        .y = hn::Set(m_d, m_rows.centre),
                                        .radius = hn::Mul(radius, hn::Set(m_d, 1.0 + 1e-15))},
                              .first = {m_row, m_col, rows, std::min(kLanes, width - m_col)},
                              .size = std::min(kLanes, (width - m_col + kLanes - 1) / kLanes)};
    m_col += kLanes * kLanes;
    if (m_col >= width) {
      m_col = 0;
      m_row += rows;
    }
    return group;
  }

 private:
  struct Interval {
    double centre;
    double half;
  };

  // An interval that holds the coordinates: a boundless one if they are not all finite.
  static Interval hull(std::span<const double> coordinates) {
    Interval interval{0.5 * (coordinates.front() + coordinates.back()), 0.0};
    for (const double coordinate : coordinates) {
      const double distance = std::abs(coordinate - interval.centre);
      if (!std::isfinite(distance)) return {0.0, HUGE_VAL};
      interval.half = std::max(interval.half, distance);
    }
    interval.half *= 1.0 + 1e-15;
    return interval;
  }

  static constexpr D m_d{};
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  const EscapeTimeJob& m_job;
  std::size_t m_row;
  std::size_t m_col = 0;
  Interval m_rows{};
  // The centre of the columns of each block; what a whole vector reads beyond the last one is 0.
  hwy::AlignedFreeUniquePtr<double[]> m_centres;
  hwy::AlignedFreeUniquePtr<double[]> m_halves;
};

// The points of a block; lanes and vectors beyond its edges are not there, and at 0.
template <class D>
HWY_INLINE void loadBlock(D d, const EscapeTimeJob& job, const KernelBlock& block, OrbitBlock<D>& z,
                          BlockMasks<D>& there) {
  HWY_ALIGN double edge[hn::MaxLanes(D())] = {};
  const bool fullRows = block.cols == hn::Lanes(d);
  if (!fullRows) std::copy_n(&job.xs[block.col], block.cols, edge);
  const auto xs = fullRows ? hn::LoadU(d, &job.xs[block.col]) : hn::Load(d, edge);
  eachVector([&](auto v) FATOU_VECTOR_BODY {
    const bool isRow = v < block.rows;
    z.x[v] = xs;
    z.y[v] = hn::Set(d, isRow ? job.ys[block.row + v] : 0.0);
    there.of[v] = hn::FirstN(d, isRow ? block.cols : 0);
  });
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_ESCAPE_KERNEL_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_ESCAPE_KERNEL_INL_H
#undef FATOU_CORE_KERNELS_ESCAPE_KERNEL_INL_H
#else
#define FATOU_CORE_KERNELS_ESCAPE_KERNEL_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stop_token>

#include <hwy/highway.h>

#include "core/kernels/block_walk-inl.h"
#include "core/kernels/monotone_escape.h"
#include "core/kernels/parameter_block-inl.h"
#include "core/kernels/partial_vector-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Iterations of a block between two looks at the stop token: about 30 microseconds.
inline constexpr std::int32_t kStopCheckSteps = 4096;

// The start of a block is counted step by step: most orbits that leave do it there.
inline constexpr std::int32_t kCountedStart = 128;

// Iterations in one go: few while orbits are likely to leave, for all are repeated when one does.
inline constexpr std::int32_t kShortChunk = 4;
inline constexpr std::int32_t kLongChunk = 64;

// Counts the steps that the orbits of a job take to escape, block by block. What a pixel means to
// its orbit is told by Pixels:
//   Job           the job, with tmax, xs and ys
//   kSeesReturns  whether to look for orbits that come back to a point, bit for bit
//   load(block, orbits)
//   c()           of the block that was loaded last, as advance() takes it
//   isMonotone()  escapeIsMonotone() of all its c
template <class D, class Map, class Pixels>
class EscapeKernel {
 public:
  using Job = typename Pixels::Job;

  EscapeKernel(const Job& job, const std::stop_token& stop)
      : m_job(job),
        m_stop(stop),
        m_tmax(hn::Set(m_d, static_cast<double>(job.tmax))),
        m_pixels(job) {}

  // False when stopped.
  bool run(std::int32_t* out) {
    const std::size_t height = m_job.ys.size();
    const std::size_t width = m_job.xs.size();
    const std::size_t lanes = hn::Lanes(m_d);
    for (std::size_t row = 0; row < height; row += kOrbitVectors) {
      const std::size_t rows = std::min(kOrbitVectors, height - row);
      for (std::size_t col = 0; col < width; col += lanes) {
        const KernelBlock block{row, col, rows, std::min(lanes, width - col)};
        CountedOrbits<D> orbits;
        m_pixels.load(block, orbits);
        if (!iterate(orbits)) return false;
        store(block, orbits.times, out);
      }
      // Blocks that are done before their first step never ask.
      if (Pixels::kSeesReturns && m_stop.stop_requested()) return false;
    }
    return true;
  }

 private:
  // Where the orbits of a block have been, to see whether they come back there.
  struct Earlier {
    OrbitBlock<D> z;
    std::int32_t nextAt = kCountedStart;  // the step at which to remember again
  };

  bool iterate(CountedOrbits<D>& orbits) {
    [[maybe_unused]] Earlier earlier;
    if constexpr (Pixels::kSeesReturns) {
      if (noneOf(m_d, orbits.open)) return true;
      earlier.z = orbits.z;
    }
    std::int32_t chunk = kShortChunk;
    for (std::int32_t t = 0; t < m_job.tmax;) {
      const std::int32_t steps = std::min(chunk, m_job.tmax - t);
      const bool ahead = m_pixels.isMonotone() && t >= kCountedStart && runAhead(steps, orbits);
      chunk = ahead ? std::min(2 * chunk, kLongChunk) : kShortChunk;
      if (!ahead) count(steps, orbits);
      t += steps;
      if (stopRequested(steps)) return false;
      if constexpr (Pixels::kSeesReturns)
        if (ahead) closeReturned(t, earlier, orbits);
      if (noneOf(m_d, orbits.open)) return true;
    }
    return true;
  }

  // Iterates without counting if nobody leaves meanwhile; does nothing otherwise. Not inlined, for
  // the caller's masks and times would take the registers that the iteration needs.
  HWY_NOINLINE bool runAhead(std::int32_t steps, CountedOrbits<D>& orbits) const {
    OrbitBlock<D> end = orbits.z;
    advance<Map>(m_pixels.c(), steps, end);
    auto left = hn::FirstN(m_d, 0);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      left = hn::Or(left, hn::AndNot(isInside(m_d, end.x[v], end.y[v]), orbits.open.of[v]));
    });
    if (!hn::AllFalse(m_d, left)) return false;
    const auto n = hn::Set(m_d, static_cast<double>(steps));
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      orbits.times.of[v] = hn::Add(orbits.times.of[v], hn::IfThenElseZero(orbits.open.of[v], n));
    });
    orbits.z = end;
    return true;
  }

  HWY_INLINE void count(std::int32_t steps, CountedOrbits<D>& orbits) const {
    if constexpr (!Pixels::kSeesReturns) {
      if (m_pixels.isMonotone()) {
        advanceCounting<Map>(m_d, m_pixels.c(), steps, orbits.z, orbits.times);
        eachVector([&](auto v) FATOU_VECTOR_BODY {
          const auto inside = isInside(m_d, orbits.z.x[v], orbits.z.y[v]);
          orbits.open.of[v] = hn::And(orbits.open.of[v], inside);
        });
        return;
      }
    }
    advanceCountingOpen<Map>(m_d, m_pixels.c(), steps, orbits);
  }

  // An orbit is made of the same steps again from a point where it has been before.
  HWY_INLINE void closeReturned(std::int32_t t, Earlier& earlier, CountedOrbits<D>& orbits) const {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto same =
          hn::And(hn::Eq(orbits.z.x[v], earlier.z.x[v]), hn::Eq(orbits.z.y[v], earlier.z.y[v]));
      const auto back = hn::And(orbits.open.of[v], same);
      orbits.times.of[v] = hn::IfThenElse(back, m_tmax, orbits.times.of[v]);
      orbits.open.of[v] = hn::AndNot(back, orbits.open.of[v]);
    });
    if (t < earlier.nextAt) return;
    earlier.z = orbits.z;
    earlier.nextAt = t > m_job.tmax / 2 ? m_job.tmax : 2 * t;
  }

  void store(const KernelBlock& block, const BlockTimes<D>& times, std::int32_t* out) const {
    const hn::Rebind<std::int32_t, D> di;
    for (std::size_t v = 0; v < block.rows; ++v) {
      std::int32_t* to = out + (block.row + v) * m_job.xs.size() + block.col;
      storeSome(di, hn::DemoteTo(di, times.of[v]), to, block.cols);
    }
  }

  bool stopRequested(std::int32_t steps) {
    m_untilStopCheck -= steps;
    if (m_untilStopCheck > 0) return false;
    m_untilStopCheck = kStopCheckSteps;
    return m_stop.stop_requested();
  }

  static constexpr D m_d{};
  const Job& m_job;
  const std::stop_token& m_stop;
  const hn::Vec<D> m_tmax;
  Pixels m_pixels;
  std::int32_t m_untilStopCheck = kStopCheckSteps;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

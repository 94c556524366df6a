// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/mandelbrot_escape_time.h"

#include <algorithm>
#include <cstddef>

#include "core/base/check.h"
#include "core/kernels/mandelbrot_interior.h"
#include "core/kernels/monotone_escape.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/mandelbrot_escape_time.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/parameter_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// As in escape_time.cpp, where the reasons are: steps between two looks at the stop token, steps
// that are counted one by one at the start, and steps in one go.
constexpr std::int32_t kStopCheckSteps = 4096;
constexpr std::int32_t kCountedStart = 128;
constexpr std::int32_t kShortChunk = 4;
constexpr std::int32_t kLongChunk = 64;

// The parameters of one block: a vector of columns by kOrbitVectors rows, fewer at the far edges.
struct Patch {
  std::size_t row;
  std::size_t col;
  std::size_t rows;
  std::size_t cols;
};

// isProvenInterior() of every lane.
template <class D>
HWY_INLINE hn::Mask<D> provenInterior(D d, hn::Vec<D> cRe, hn::Vec<D> cIm) {
  const auto most2 = hn::Set(d, kMostProvenMultiplier * kMostProvenMultiplier);
  const auto one = hn::Set(d, 1.0);
  const auto four = hn::Set(d, 4.0);
  const auto u = hn::Sub(one, hn::Mul(four, cRe));
  const auto v = hn::Mul(four, cIm);
  const auto modulus = hn::Sqrt(hn::Add(hn::Mul(u, u), hn::Mul(v, v)));
  const auto half = hn::Mul(hn::Set(d, 0.5), hn::Add(modulus, u));
  const auto root = hn::Sqrt(hn::Max(hn::Zero(d), half));
  const auto first2 = hn::Add(hn::Sub(one, hn::Add(root, root)), modulus);
  const auto x = hn::Add(cRe, one);
  const auto second2 = hn::Mul(hn::Set(d, 16.0), hn::Add(hn::Mul(x, x), hn::Mul(cIm, cIm)));
  return hn::Or(hn::Le(first2, most2), hn::Le(second2, most2));
}

// What is known of the orbits of a block.
template <class D>
struct Orbits {
  OrbitBlock<D> z;
  BlockMasks<D> open;  // J is not known yet: inside at every step so far, and not proven to stay
  BlockTimes<D> times;
  OrbitBlock<D> remembered;  // an earlier z
};

template <class D>
class MandelbrotKernel {
 public:
  MandelbrotKernel(const MandelbrotJob& job, const std::stop_token& stop)
      : m_job(job), m_stop(stop), m_tmax(hn::Set(m_d, static_cast<double>(job.tmax))) {}

  bool run(std::int32_t* out) {
    const std::size_t height = m_job.ys.size();
    const std::size_t width = m_job.xs.size();
    const std::size_t lanes = hn::Lanes(m_d);
    for (std::size_t row = 0; row < height; row += kOrbitVectors) {
      const std::size_t rows = std::min(kOrbitVectors, height - row);
      for (std::size_t col = 0; col < width; col += lanes) {
        const Patch patch{row, col, rows, std::min(lanes, width - col)};
        Orbits<D> orbits;
        load(patch, orbits);
        if (!iterate(orbits)) return false;
        store(patch, orbits.times, out);
      }
      if (m_stop.stop_requested()) return false;
    }
    return true;
  }

 private:
  // Lanes beyond the edge are c = 0 and not open.
  void load(const Patch& patch, Orbits<D>& orbits) {
    HWY_ALIGN double edge[hn::MaxLanes(D())] = {};
    std::copy_n(&m_job.xs[patch.col], patch.cols, edge);
    m_c.re = hn::Load(m_d, edge);
    const auto there = hn::FirstN(m_d, patch.cols);
    auto monotone = hn::FirstN(m_d, hn::Lanes(m_d));
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_c.im[v] = hn::Set(m_d, v < patch.rows ? m_job.ys[patch.row + v] : 0.0);
      const auto proven = provenInterior(m_d, m_c.re, m_c.im[v]);
      orbits.z.x[v] = orbits.z.y[v] = hn::Zero(m_d);
      orbits.open.of[v] = v < patch.rows ? hn::AndNot(proven, there) : hn::FirstN(m_d, 0);
      orbits.times.of[v] = hn::IfThenElseZero(proven, m_tmax);
      const auto norm = hn::Add(hn::Mul(m_c.re, m_c.re), hn::Mul(m_c.im[v], m_c.im[v]));
      monotone = hn::And(monotone, hn::Le(norm, hn::Set(m_d, kMonotoneBound * kMonotoneBound)));
    });
    m_monotone = hn::AllTrue(m_d, monotone);
  }

  bool iterate(Orbits<D>& orbits) {
    std::int32_t chunk = kShortChunk;
    std::int32_t rememberAt = kCountedStart;
    orbits.remembered = orbits.z;
    for (std::int32_t t = 0; t < m_job.tmax && !noneOf(m_d, orbits.open);) {
      const std::int32_t steps = std::min(chunk, m_job.tmax - t);
      const bool ahead = m_monotone && t >= kCountedStart && runAhead(steps, orbits);
      chunk = ahead ? std::min(2 * chunk, kLongChunk) : kShortChunk;
      if (!ahead) count(steps, orbits);
      t += steps;
      if (stopRequested(steps)) return false;
      if (!ahead) continue;
      closeThoseThatCameBack(orbits);
      if (t < rememberAt) continue;
      orbits.remembered = orbits.z;
      rememberAt = t > m_job.tmax / 2 ? m_job.tmax : 2 * t;
    }
    return true;
  }

  // Iterates without counting if nobody leaves meanwhile; does nothing otherwise.
  HWY_NOINLINE bool runAhead(std::int32_t steps, Orbits<D>& orbits) const {
    OrbitBlock<D> end = orbits.z;
    advance(m_c, steps, end);
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

  HWY_INLINE void count(std::int32_t steps, Orbits<D>& orbits) const {
    const auto one = hn::Set(m_d, 1.0);
    Orbits<D> o = orbits;
    for (std::int32_t t = 0; t < steps; ++t) {
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        o.open.of[v] = hn::And(o.open.of[v], isInside(m_d, o.z.x[v], o.z.y[v]));
        o.times.of[v] = hn::Add(o.times.of[v], hn::IfThenElseZero(o.open.of[v], one));
      });
      advance(m_c, 1, o.z);
    }
    orbits = o;
  }

  // An orbit is made of the same steps again from a point where it has been before.
  HWY_INLINE void closeThoseThatCameBack(Orbits<D>& orbits) const {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto same = hn::And(hn::Eq(orbits.z.x[v], orbits.remembered.x[v]),
                                hn::Eq(orbits.z.y[v], orbits.remembered.y[v]));
      const auto back = hn::And(orbits.open.of[v], same);
      orbits.times.of[v] = hn::IfThenElse(back, m_tmax, orbits.times.of[v]);
      orbits.open.of[v] = hn::AndNot(back, orbits.open.of[v]);
    });
  }

  void store(const Patch& patch, const BlockTimes<D>& times, std::int32_t* out) const {
    const hn::Rebind<std::int32_t, D> di;
    HWY_ALIGN std::int32_t row[hn::MaxLanes(D())];
    for (std::size_t v = 0; v < patch.rows; ++v) {
      hn::Store(hn::DemoteTo(di, times.of[v]), di, row);
      std::copy_n(row, patch.cols, out + (patch.row + v) * m_job.xs.size() + patch.col);
    }
  }

  bool stopRequested(std::int32_t steps) {
    m_untilStopCheck -= steps;
    if (m_untilStopCheck > 0) return false;
    m_untilStopCheck = kStopCheckSteps;
    return m_stop.stop_requested();
  }

  static constexpr D m_d{};
  const MandelbrotJob& m_job;
  const std::stop_token& m_stop;
  const hn::Vec<D> m_tmax;
  PatchParameters<D> m_c;
  bool m_monotone = false;
  std::int32_t m_untilStopCheck = kStopCheckSteps;
};

bool mandelbrotTimesOnTarget(const MandelbrotJob& job, std::int32_t* counts,
                             const std::stop_token& stop) {
  return MandelbrotKernel<hn::ScalableTag<double>>(job, stop).run(counts);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(mandelbrotTimesOnTarget);

bool mandelbrotEscapeTimes(const MandelbrotJob& job, std::span<std::int32_t> counts,
                           std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  return HWY_DYNAMIC_DISPATCH(mandelbrotTimesOnTarget)(job, counts.data(), stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

#include "core/base/check.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/escaping_pixel.h"
#include "core/kernels/mandelbrot_escape_time.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/mandelbrot_smooth_count.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/float_log2-inl.h"
#include "core/kernels/parameter_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// Iterations of a block between two looks at the stop token: about 50 microseconds.
constexpr std::int32_t kStopCheckSteps = 4096;

// Pixels sorted by their times, so that the lanes of a block end together.
template <class D>
class SmoothCountKernel {
 public:
  SmoothCountKernel(const MandelbrotJob& job, std::span<float> smooth)
      : m_job(job), m_smooth(smooth) {}

  // False when stopped.
  bool run(std::span<const EscapingPixel> pixels, const std::stop_token& stop) {
    for (std::size_t first = 0; first < pixels.size(); first += kBlock) {
      const auto block = pixels.subspan(first, std::min(kBlock, pixels.size() - first));
      load(block);
      if (!escape(block.front().time, block.back().time, stop)) return false;
      goFarAway();
      store(block);
    }
    return !stop.stop_requested();
  }

 private:
  static constexpr D m_d{};
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kBlock = kOrbitVectors * kLanes;
  using Numbers = std::array<double, kBlock>;

  // Lanes without a pixel do as the last one does.
  void load(std::span<const EscapingPixel> pixels) {
    HWY_ALIGN Numbers re;
    HWY_ALIGN Numbers im;
    HWY_ALIGN Numbers time;
    for (std::size_t k = 0; k < kBlock; ++k) {
      const EscapingPixel& pixel = pixels[std::min(k, pixels.size() - 1)];
      re[k] = m_job.xs[pixel.col];
      im[k] = m_job.ys[pixel.row];
      time[k] = pixel.time;
    }
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_c.re[v] = hn::Load(m_d, &re[v * kLanes]);
      m_c.im[v] = hn::Load(m_d, &im[v * kLanes]);
      m_time.of[v] = hn::Load(m_d, &time[v * kLanes]);
      m_z.x[v] = m_z.y[v] = hn::Zero(m_d);
    });
  }

  // Takes each orbit to its own time: all as far as the first, then those that have further to go.
  bool escape(std::int32_t first, std::int32_t last, const std::stop_token& stop) {
    std::int32_t t = 0;
    while (t < last) {
      const std::int32_t together = std::min(kStopCheckSteps, first - t);
      if (together > 0) {
        advanceEach(m_c, together, m_z);
        t += together;
      } else {
        const auto now = hn::Set(m_d, static_cast<double>(t++));
        BlockMasks<D> late;
        eachVector([&](auto v) FATOU_VECTOR_BODY { late.of[v] = hn::Lt(now, m_time.of[v]); });
        stepThose(late);
      }
      if (t % kStopCheckSteps == 0 && stop.stop_requested()) return false;
    }
    return true;
  }

  void goFarAway() {
    const auto far2 = hn::Set(m_d, kFarAway * kFarAway);
    const auto one = hn::Set(m_d, 1.0);
    while (true) {
      BlockMasks<D> near;
      eachVector([&](auto v) FATOU_VECTOR_BODY { near.of[v] = hn::Lt(norm(v), far2); });
      if (noneOf(m_d, near)) return;
      stepThose(near);
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        m_time.of[v] = hn::Add(m_time.of[v], hn::IfThenElseZero(near.of[v], one));
      });
    }
  }

  void stepThose(const BlockMasks<D>& mask) {
    OrbitBlock<D> z = m_z;
    advanceEach(m_c, 1, z);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_z.x[v] = hn::IfThenElse(mask.of[v], z.x[v], m_z.x[v]);
      m_z.y[v] = hn::IfThenElse(mask.of[v], z.y[v], m_z.y[v]);
    });
  }

  void store(std::span<const EscapingPixel> pixels) const {
    const hn::Rebind<float, D> df;
    HWY_ALIGN std::array<float, kBlock> smooth;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto log2Modulus = hn::Mul(hn::Set(m_d, 0.5), floatLog2(m_d, norm(v)));
      const auto next = hn::Add(m_time.of[v], hn::Set(m_d, 1.0));
      const auto count = hn::Sub(next, floatLog2(m_d, log2Modulus));
      hn::Store(hn::DemoteTo(df, count), df, &smooth[v * kLanes]);
    });
    for (std::size_t k = 0; k < pixels.size(); ++k)
      m_smooth[pixels[k].row * m_job.xs.size() + pixels[k].col] = smooth[k];
  }

  HWY_INLINE hn::Vec<D> norm(std::size_t v) const {
    return hn::Add(hn::Mul(m_z.x[v], m_z.x[v]), hn::Mul(m_z.y[v], m_z.y[v]));
  }

  const MandelbrotJob& m_job;
  const std::span<float> m_smooth;
  PixelParameters<D> m_c;
  OrbitBlock<D> m_z;
  BlockTimes<D> m_time;
};

bool smoothCountsOnTarget(const MandelbrotJob& job, std::span<float> smooth,
                          std::span<const EscapingPixel> pixels, const std::stop_token& stop) {
  return SmoothCountKernel<hn::ScalableTag<double>>(job, smooth).run(pixels, stop);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(smoothCountsOnTarget);

bool mandelbrotSmoothCounts(const MandelbrotJob& job, std::span<const std::int32_t> counts,
                            std::span<float> smooth, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(counts.size() <= std::numeric_limits<std::uint32_t>::max());
  FATOU_CHECK(smooth.size() == counts.size());
  std::ranges::fill(smooth, static_cast<float>(job.tmax));
  EscapingPixels pixels(counts, job.xs.size(), job.tmax);
  while (pixels.sortNext())
    if (!HWY_DYNAMIC_DISPATCH(smoothCountsOnTarget)(job, smooth, pixels.sorted(), stop))
      return false;
  return true;
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

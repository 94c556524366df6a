// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/escape_quantities.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <numbers>
#include <vector>

#include "core/base/check.h"
#include "core/kernels/escaping_pixel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/escape_quantities.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/float_log2-inl.h"
#include "core/kernels/orbit_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// Iterations of a block between two looks at the stop token: about 50 microseconds.
constexpr std::int32_t kStopCheckSteps = 4096;

// The orbits of one block, with their derivatives by the starting points if wanted.
template <class D, bool kDerivative>
class QuantityKernel {
 public:
  QuantityKernel(const EscapeTimeJob& job, const EscapeQuantities& wanted)
      : m_job(job), m_wanted(wanted), m_c{hn::Set(m_d, job.cRe), hn::Set(m_d, job.cIm)} {}

  // Pixels in the order of their times. False when stopped.
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
    HWY_ALIGN Numbers x;
    HWY_ALIGN Numbers y;
    HWY_ALIGN Numbers time;
    for (std::size_t k = 0; k < kBlock; ++k) {
      const EscapingPixel& pixel = pixels[std::min(k, pixels.size() - 1)];
      x[k] = m_job.xs[pixel.col];
      y[k] = m_job.ys[pixel.row];
      time[k] = pixel.time;
    }
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_z.x[v] = hn::Load(m_d, &x[v * kLanes]);
      m_z.y[v] = hn::Load(m_d, &y[v * kLanes]);
      m_time.of[v] = hn::Load(m_d, &time[v * kLanes]);
      m_dz.x[v] = hn::Set(m_d, 1.0);
      m_dz.y[v] = hn::Zero(m_d);
    });
  }

  // Takes each orbit to its own time: all as far as the first, then those that have further to go.
  bool escape(std::int32_t first, std::int32_t last, const std::stop_token& stop) {
    std::int32_t t = 0;
    while (t < last) {
      const std::int32_t together = std::min(kStopCheckSteps, first - t);
      if (together > 0) {
        step(together, m_z, m_dz);
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

  HWY_INLINE void step(std::int32_t steps, OrbitBlock<D>& z, OrbitBlock<D>& dz) const {
    if constexpr (!kDerivative) {
      advance(m_c, steps, z);
      return;
    }
    OrbitBlock<D> w = z;
    OrbitBlock<D> dw = dz;
    for (std::int32_t t = 0; t < steps; ++t) {
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto a = hn::Sub(hn::Mul(w.x[v], dw.x[v]), hn::Mul(w.y[v], dw.y[v]));
        const auto b = hn::Add(hn::Mul(w.x[v], dw.y[v]), hn::Mul(w.y[v], dw.x[v]));
        dw.x[v] = hn::Add(a, a);
        dw.y[v] = hn::Add(b, b);
      });
      advance(m_c, 1, w);
    }
    z = w;
    dz = dw;
  }

  void stepThose(const BlockMasks<D>& mask) {
    OrbitBlock<D> z = m_z;
    OrbitBlock<D> dz = m_dz;
    step(1, z, dz);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_z.x[v] = hn::IfThenElse(mask.of[v], z.x[v], m_z.x[v]);
      m_z.y[v] = hn::IfThenElse(mask.of[v], z.y[v], m_z.y[v]);
      m_dz.x[v] = hn::IfThenElse(mask.of[v], dz.x[v], m_dz.x[v]);
      m_dz.y[v] = hn::IfThenElse(mask.of[v], dz.y[v], m_dz.y[v]);
    });
  }

  void store(std::span<const EscapingPixel> pixels) const {
    const hn::Rebind<float, D> df;
    HWY_ALIGN std::array<float, kBlock> smooth;
    HWY_ALIGN std::array<float, kBlock> distance;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto log2Modulus = hn::Mul(hn::Set(m_d, 0.5), floatLog2(m_d, norm(v)));
      const auto next = hn::Add(m_time.of[v], hn::Set(m_d, 1.0));
      const auto count = hn::Sub(next, floatLog2(m_d, log2Modulus));
      hn::Store(hn::DemoteTo(df, count), df, &smooth[v * kLanes]);
      hn::Store(hn::DemoteTo(df, distanceOf(v, log2Modulus)), df, &distance[v * kLanes]);
    });
    for (std::size_t k = 0; k < pixels.size(); ++k) {
      const std::size_t index = pixels[k].row * m_job.xs.size() + pixels[k].col;
      if (!m_wanted.smooth.empty()) m_wanted.smooth[index] = smooth[k];
      if (kDerivative) m_wanted.distance[index] = distance[k];
    }
  }

  HWY_INLINE hn::Vec<D> distanceOf(std::size_t v, hn::Vec<D> log2Modulus) const {
    const auto slope2 = hn::Add(hn::Mul(m_dz.x[v], m_dz.x[v]), hn::Mul(m_dz.y[v], m_dz.y[v]));
    const auto unit = hn::Mul(hn::Sqrt(slope2), hn::Set(m_d, m_wanted.pixelSize));
    const auto log = hn::Mul(log2Modulus, hn::Set(m_d, std::numbers::ln2));
    const auto distance = hn::Div(hn::Mul(hn::Sqrt(norm(v)), log), unit);
    // Not a number where the derivative has overflown, and the distance is far below any float.
    const auto defined = hn::IfThenElseZero(hn::Eq(distance, distance), distance);
    return hn::Min(defined, hn::Set(m_d, double{std::numeric_limits<float>::max()}));
  }

  HWY_INLINE hn::Vec<D> norm(std::size_t v) const {
    return hn::Add(hn::Mul(m_z.x[v], m_z.x[v]), hn::Mul(m_z.y[v], m_z.y[v]));
  }

  const EscapeTimeJob& m_job;
  const EscapeQuantities& m_wanted;
  const Parameter<D> m_c;
  OrbitBlock<D> m_z;
  OrbitBlock<D> m_dz;
  BlockTimes<D> m_time;
};

bool quantitiesOnTarget(const EscapeTimeJob& job, const EscapeQuantities& wanted,
                        std::span<const EscapingPixel> pixels, const std::stop_token& stop) {
  using D = hn::ScalableTag<double>;
  return wanted.distance.empty() ? QuantityKernel<D, false>(job, wanted).run(pixels, stop)
                                 : QuantityKernel<D, true>(job, wanted).run(pixels, stop);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(quantitiesOnTarget);

bool escapeQuantities(const EscapeTimeJob& job, std::span<const std::int32_t> counts,
                      const EscapeQuantities& wanted, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(counts.size() <= std::numeric_limits<std::uint32_t>::max());
  FATOU_CHECK(wanted.smooth.empty() || wanted.smooth.size() == counts.size());
  FATOU_CHECK(wanted.distance.empty() || wanted.distance.size() == counts.size());
  std::ranges::fill(wanted.smooth, static_cast<float>(job.tmax));
  std::ranges::fill(wanted.distance, 0.0F);
  EscapingPixels pixels(counts, job.xs.size(), job.tmax);
  while (pixels.sortNext())
    if (!HWY_DYNAMIC_DISPATCH(quantitiesOnTarget)(job, wanted, pixels.sorted(), stop)) return false;
  return true;
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

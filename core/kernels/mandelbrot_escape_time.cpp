// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/mandelbrot_escape_time.h"

#include "core/base/check.h"
#include "core/kernels/power_map.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/mandelbrot_escape_time.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/escape_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// A pixel is the c of an orbit that starts at 0.
template <class D, class Map>
class ParameterPixels {
 public:
  using Job = MandelbrotJob;
  static constexpr bool kSeesReturns = true;

  explicit ParameterPixels(const Job& job)
      : m_job(job), m_tmax(hn::Set(m_d, static_cast<double>(job.tmax))) {}

  // Lanes beyond the edge are c = 0 and not open.
  HWY_INLINE void load(const KernelBlock& block, CountedOrbits<D>& orbits) {
    m_c.re = loadSome(m_d, &m_job.xs[block.col], block.cols);
    const auto there = hn::FirstN(m_d, block.cols);
    auto monotone = hn::FirstN(m_d, hn::Lanes(m_d));
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_c.im[v] = hn::Set(m_d, v < block.rows ? m_job.ys[block.row + v] : 0.0);
      const auto proven = provenInterior(Map(), m_d, m_c.re, m_c.im[v]);
      orbits.z.x[v] = orbits.z.y[v] = hn::Zero(m_d);
      orbits.open.of[v] = v < block.rows ? hn::AndNot(proven, there) : hn::FirstN(m_d, 0);
      orbits.times.of[v] = hn::IfThenElseZero(proven, m_tmax);
      const auto most2 = hn::Set(m_d, Map::kMonotoneBound * Map::kMonotoneBound);
      const auto norm = squaredModulus(m_d, m_c.re, m_c.im[v]);
      monotone = hn::And(monotone, hn::Le(norm, most2));
    });
    m_monotone = hn::AllTrue(m_d, monotone);
  }
  HWY_INLINE const PatchParameters<D>& c() const { return m_c; }
  bool isMonotone() const { return m_monotone; }

 private:
  static constexpr D m_d{};
  const Job& m_job;
  const hn::Vec<D> m_tmax;
  PatchParameters<D> m_c;
  bool m_monotone = false;
};

bool mandelbrotTimesOnTarget(const MandelbrotJob& job, std::int32_t* counts,
                             const std::stop_token& stop) {
  using D = hn::ScalableTag<double>;
  return withMap(job.degree, [&](auto map) HWY_ATTR {
    using Map = decltype(map);
    return EscapeKernel<D, Map, ParameterPixels<D, Map>>(job, stop).run(counts);
  });
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

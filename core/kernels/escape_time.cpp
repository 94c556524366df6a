// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/escape_time.h"

#include "core/base/check.h"
#include "core/kernels/power_map.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/escape_time.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/escape_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

// A pixel is the start of its orbit, with one c for all.
template <class D, class Map>
class StartPixels {
 public:
  using Job = EscapeTimeJob;
  static constexpr bool kSeesReturns = !Map::kHasFastKernel;

  explicit StartPixels(const Job& job)
      : m_job(job),
        m_c{hn::Set(m_d, job.cRe), hn::Set(m_d, job.cIm)},
        m_monotone(escapeIsMonotone<Map>(job.cRe, job.cIm)) {}

  // Lanes beyond the edge start at 0 and outside the count, and do as the others do.
  HWY_INLINE void load(const KernelBlock& block, CountedOrbits<D>& orbits) const {
    loadBlock(m_d, m_job, block, orbits.z, orbits.open);
    eachVector([&](auto v) FATOU_VECTOR_BODY { orbits.times.of[v] = hn::Zero(m_d); });
  }
  HWY_INLINE const Parameter<D>& c() const { return m_c; }
  bool isMonotone() const { return m_monotone; }

 private:
  static constexpr D m_d{};
  const Job& m_job;
  const Parameter<D> m_c;
  const bool m_monotone;
};

bool escapeTimesOnTarget(const EscapeTimeJob& job, std::int32_t* counts,
                         const std::stop_token& stop) {
  using D = hn::ScalableTag<double>;
  return withMap(job.degree, [&](auto map) HWY_ATTR {
    using Map = decltype(map);
    return EscapeKernel<D, Map, StartPixels<D, Map>>(job, stop).run(counts);
  });
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

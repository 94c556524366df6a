// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/escape_quantities.h"

#include <limits>

#include "core/base/check.h"
#include "core/kernels/mandelbrot_escape_time.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/escape_quantities.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/quantity_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

using D = hn::ScalableTag<double>;
using Counts = std::span<const std::int32_t>;

bool quantitiesOnTarget(const EscapeTimeJob& job, Counts counts, const EscapeQuantities& wanted,
                        const std::stop_token& stop) {
  return withMap(job.degree, [&](auto map) HWY_ATTR {
    using Map = decltype(map);
    return wanted.distance.empty()
               ? QuantityKernel<D, Map, PointOrbits<D>, false>(job, counts, wanted).run(stop)
               : QuantityKernel<D, Map, PointOrbits<D>, true>(job, counts, wanted).run(stop);
  });
}

bool mandelbrotOnTarget(const MandelbrotJob& job, Counts counts, const EscapeQuantities& wanted,
                        const std::stop_token& stop) {
  return withMap(job.degree, [&](auto map) HWY_ATTR {
    return QuantityKernel<D, decltype(map), CriticalOrbits<D>, false>(job, counts, wanted)
        .run(stop);
  });
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
namespace {

HWY_EXPORT(quantitiesOnTarget);
HWY_EXPORT(mandelbrotOnTarget);

template <class Job>
void check(const Job& job, std::span<const std::int32_t> counts, const EscapeQuantities& wanted) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(counts.size() <= std::numeric_limits<std::uint32_t>::max());
  FATOU_CHECK(wanted.smooth.empty() || wanted.smooth.size() == counts.size());
  FATOU_CHECK(wanted.distance.empty() || wanted.distance.size() == counts.size());
}

}  // namespace

bool escapeQuantities(const EscapeTimeJob& job, std::span<const std::int32_t> counts,
                      const EscapeQuantities& wanted, std::stop_token stop) {
  check(job, counts, wanted);
  return HWY_DYNAMIC_DISPATCH(quantitiesOnTarget)(job, counts, wanted, stop);
}

bool mandelbrotSmoothCounts(const MandelbrotJob& job, std::span<const std::int32_t> counts,
                            std::span<float> smooth, std::stop_token stop) {
  FATOU_CHECK(smooth.size() == counts.size());
  const EscapeQuantities wanted{.smooth = smooth, .distance = {}};
  check(job, counts, wanted);
  return HWY_DYNAMIC_DISPATCH(mandelbrotOnTarget)(job, counts, wanted, stop);
}

}  // namespace fatou::kernels
#endif  // HWY_ONCE

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/fast_escape_time.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/base/check.h"
#include "core/kernels/monotone_escape.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/fast_escape_time.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/fast_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

using D = hn::ScalableTag<double>;

bool fastEscapeTimesOnTarget(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                             std::int32_t* counts, FastStatistics* statistics,
                             const std::stop_token& stop) {
  FastKernel<D, false> kernel(job, {}, trap, counts);
  const bool done = kernel.run(stop);
  if (done && statistics != nullptr) *statistics = kernel.statistics();
  return done;
}

bool fastMirroredEscapeTimesOnTarget(const EscapeTimeJob& job, const NearMirror& mirror,
                                     const std::optional<InteriorTrap>& trap, std::int32_t* counts,
                                     MirrorReport& report, const std::stop_token& stop) {
  FastKernel<D, true> kernel(job, mirror, trap, counts);
  if (!kernel.run(stop)) return false;
  report.statistics = kernel.statistics();
  report.deviations = kernel.deviations();
  return true;
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(fastEscapeTimesOnTarget);
HWY_EXPORT(fastMirroredEscapeTimesOnTarget);

bool fastEscapeTimes(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                     std::span<std::int32_t> counts, FastStatistics* statistics,
                     std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(counts.size() <= std::numeric_limits<std::uint32_t>::max());
  if (statistics != nullptr) *statistics = {};
  if (!escapeIsMonotone(job.cRe, job.cIm)) return escapeTimes(job, counts, stop);
  return HWY_DYNAMIC_DISPATCH(fastEscapeTimesOnTarget)(job, trap, counts.data(), statistics, stop);
}

bool fastMirroredEscapeTimes(const EscapeTimeJob& job, const NearMirror& mirror,
                             const std::optional<InteriorTrap>& trap,
                             std::span<std::int32_t> counts, MirrorReport& report,
                             std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(mirror.xs.size() == job.xs.size() && mirror.ys.size() == job.ys.size());
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(counts.size() <= std::numeric_limits<std::uint32_t>::max() / 2);
  FATOU_CHECK(escapeIsMonotone(job.cRe, job.cIm));
  report = {};
  return HWY_DYNAMIC_DISPATCH(fastMirroredEscapeTimesOnTarget)(job, mirror, trap, counts.data(),
                                                               report, stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

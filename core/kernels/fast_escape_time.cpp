// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/fast_escape_time.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/base/check.h"
#include "core/kernels/escape_quantities.h"
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

bool fastOnTarget(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                  const SmoothPicture& picture, FastStatistics* statistics,
                  const std::stop_token& stop) {
  FastKernel<D, false> kernel(job, {}, trap, picture);
  const bool done = kernel.run(stop);
  if (done && statistics != nullptr) *statistics = kernel.statistics();
  return done;
}

bool fastMirroredOnTarget(const EscapeTimeJob& job, const NearMirror& mirror,
                          const std::optional<InteriorTrap>& trap, const SmoothPicture& picture,
                          MirrorReport& report, const std::stop_token& stop) {
  FastKernel<D, true> kernel(job, mirror, trap, picture);
  return kernel.run(stop) && kernel.report(stop, report);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
namespace {

HWY_EXPORT(fastOnTarget);
HWY_EXPORT(fastMirroredOnTarget);

void check(const EscapeTimeJob& job, std::span<std::int32_t> counts) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(job.degree == SquareMap::kDegree);
  FATOU_CHECK(counts.size() <= std::numeric_limits<std::uint32_t>::max());
}

bool fastMirrored(const EscapeTimeJob& job, const NearMirror& mirror,
                  const std::optional<InteriorTrap>& trap, const SmoothPicture& picture,
                  MirrorReport& report, const std::stop_token& stop) {
  check(job, picture.counts);
  FATOU_CHECK(mirror.xs.size() == job.xs.size() && mirror.ys.size() == job.ys.size());
  FATOU_CHECK(picture.counts.size() <= std::numeric_limits<std::uint32_t>::max() / 2);
  FATOU_CHECK(escapeIsMonotone(job.cRe, job.cIm));
  report = {};
  return HWY_DYNAMIC_DISPATCH(fastMirroredOnTarget)(job, mirror, trap, picture, report, stop);
}

}  // namespace

bool fastEscapeTimes(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                     std::span<std::int32_t> counts, FastStatistics* statistics,
                     std::stop_token stop) {
  check(job, counts);
  if (statistics != nullptr) *statistics = {};
  if (!escapeIsMonotone(job.cRe, job.cIm)) return escapeTimes(job, counts, stop);
  return HWY_DYNAMIC_DISPATCH(fastOnTarget)(job, trap, {counts, {}}, statistics, stop);
}

bool fastSmoothCounts(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                      const SmoothPicture& picture, FastStatistics* statistics,
                      std::stop_token stop) {
  check(job, picture.counts);
  FATOU_CHECK(picture.smooth.size() == picture.counts.size());
  if (statistics != nullptr) *statistics = {};
  if (!escapeIsMonotone(job.cRe, job.cIm))
    return escapeTimes(job, picture.counts, stop) &&
           escapeQuantities(job, picture.counts, {.smooth = picture.smooth, .distance = {}}, stop);
  return HWY_DYNAMIC_DISPATCH(fastOnTarget)(job, trap, picture, statistics, stop);
}

bool fastMirroredEscapeTimes(const EscapeTimeJob& job, const NearMirror& mirror,
                             const std::optional<InteriorTrap>& trap,
                             std::span<std::int32_t> counts, MirrorReport& report,
                             std::stop_token stop) {
  return fastMirrored(job, mirror, trap, {counts, {}}, report, stop);
}

bool fastMirroredSmoothCounts(const EscapeTimeJob& job, const NearMirror& mirror,
                              const std::optional<InteriorTrap>& trap, const SmoothPicture& picture,
                              MirrorReport& report, std::stop_token stop) {
  FATOU_CHECK(picture.smooth.size() == picture.counts.size());
  return fastMirrored(job, mirror, trap, picture, report, stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

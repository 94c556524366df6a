// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/program_escape_time.h"

#include "core/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/program_escape_time.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/program_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

bool programEscapeTimesOnTarget(const ProgramJob& job, std::int32_t* counts,
                                const std::stop_token& stop) {
  using D = hn::ScalableTag<double>;
  using Machine = ProgramMachine<D>;
  if (job.escapePart != EscapePart::Modulus)
    return job.trap != nullptr ? RefilledLanes<D, Machine, true, false>(job, counts).run(stop)
                               : RefilledLanes<D, Machine, false, false>(job, counts).run(stop);
  if (job.trap != nullptr) return RefilledLanes<D, Machine, true>(job, counts).run(stop);
  return RefilledLanes<D, Machine, false>(job, counts).run(stop);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(programEscapeTimesOnTarget);

bool programEscapeTimes(const ProgramJob& job, std::span<std::int32_t> counts,
                        std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(job.escapeRadius > 0.0 && job.escapeRadius <= kMostEscapeRadius);
  FATOU_CHECK(isSound(job));
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  return HWY_DYNAMIC_DISPATCH(programEscapeTimesOnTarget)(job, counts.data(), stop);
}
}  // namespace fatou::kernels
#endif  // HWY_ONCE

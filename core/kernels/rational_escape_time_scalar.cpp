// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <utility>

#include "core/base/check.h"
#include "core/kernels/rational_results.h"

namespace fatou::kernels {
namespace {

constexpr std::int32_t kStepsBetweenStops = 1024;

// Follows the pixel to its end; returns whether it escapes.
bool walkToTheEnd(RationalWalk& walk, double x, double y, RationalPixel& pixel,
                  const std::stop_token& stop) {
  DeepFate fate = walk.start(x, y, pixel);
  for (std::int32_t steps = 1; fate == DeepFate::Near || fate == DeepFate::Far; ++steps) {
    if (steps == kStepsBetweenStops) {
      if (stop.stop_requested()) return false;
      steps = 0;
    }
    fate = fate == DeepFate::Near ? walk.stepNear(pixel) : walk.stepFar(pixel);
  }
  return fate == DeepFate::Escaped;
}

}  // namespace

bool rationalEscapeTimesScalar(const RationalJob& job, std::span<std::int32_t> counts,
                               const EscapeQuantities& wanted, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  const RationalResults results(job, counts, wanted);
  RationalWalk walk(job.reference, job.program, stop);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    RunningProduct slope;
    RationalPixel pixel{.slope = results.hasSlopes() ? &slope : nullptr};
    const bool escapes =
        walkToTheEnd(walk, job.xs[i % job.xs.size()], job.ys[i / job.xs.size()], pixel, stop);
    results.write(i, escapes, pixel, walk, stop);
    if (stop.stop_requested()) return false;
  }
  return true;
}

}  // namespace fatou::kernels

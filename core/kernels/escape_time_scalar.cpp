// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/check.h"
#include "core/kernels/escape_time.h"

namespace fatou::kernels {
namespace {

// Iterations between two looks at the stop token: about 20 microseconds.
constexpr std::int32_t kStopCheckSteps = 16384;

}  // namespace

bool escapeTimesScalar(const EscapeTimeJob& job, std::span<std::int32_t> counts,
                       std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  std::int32_t untilStopCheck = kStopCheckSteps;
  auto pixel = counts.begin();
  for (const double y0 : job.ys) {
    for (const double x0 : job.xs) {
      double x = x0;
      double y = y0;
      std::int32_t t = 0;
      for (; t < job.tmax; ++t) {
        const double x2 = x * x;
        const double y2 = y * y;
        if (!(x2 + y2 <= 4.0)) break;
        const double xy = x * y;
        x = (x2 - y2) + job.cRe;
        y = (xy + xy) + job.cIm;
        if (--untilStopCheck > 0) continue;
        untilStopCheck = kStopCheckSteps;
        if (stop.stop_requested()) return false;
      }
      *pixel++ = t;
    }
  }
  return true;
}

}  // namespace fatou::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/check.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/scalar_orbit.h"

namespace fatou::kernels {
namespace {

// Iterations between two looks at the stop token: about 20 microseconds.
constexpr std::int32_t kStopCheckSteps = 16384;

template <class Map>
bool countSteps(const EscapeTimeJob& job, std::span<std::int32_t> counts,
                const std::stop_token& stop) {
  std::int32_t untilStopCheck = kStopCheckSteps;
  auto pixel = counts.begin();
  for (const double y : job.ys) {
    for (const double x : job.xs) {
      ScalarOrbit<Map> z{job.cRe, job.cIm, x, y};
      std::int32_t t = 0;
      for (; t < job.tmax && z.norm() <= 4.0; ++t) {
        z.advance();
        if (--untilStopCheck > 0) continue;
        untilStopCheck = kStopCheckSteps;
        if (stop.stop_requested()) return false;
      }
      *pixel++ = t;
    }
  }
  return true;
}

}  // namespace

bool escapeTimesScalar(const EscapeTimeJob& job, std::span<std::int32_t> counts,
                       std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  return withMap(job.degree,
                 [&](auto map) { return countSteps<decltype(map)>(job, counts, stop); });
}

}  // namespace fatou::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>

#include "core/base/check.h"
#include "core/kernels/far_away.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/kernels/scalar_orbit.h"
#include "core/kernels/smooth_count.h"

namespace fatou::kernels {
namespace {

// Iterations between two looks at the stop token: about 20 microseconds.
constexpr std::int32_t kStopCheckSteps = 16384;

template <class Map>
bool countSteps(const MandelbrotJob& job, std::span<std::int32_t> counts,
                const std::stop_token& stop) {
  std::int32_t untilStopCheck = kStopCheckSteps;
  auto pixel = counts.begin();
  for (const double cIm : job.ys) {
    for (const double cRe : job.xs) {
      ScalarOrbit<Map> z{cRe, cIm};
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

template <class Map>
bool smoothCounts(const MandelbrotJob& job, std::span<const std::int32_t> counts,
                  std::span<float> smooth, const std::stop_token& stop) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    smooth[i] = static_cast<float>(job.tmax);
    if (counts[i] == job.tmax) continue;
    ScalarOrbit<Map> z{job.xs[i % job.xs.size()], job.ys[i / job.xs.size()]};
    const auto t = goFarAway(z, counts[i], job.tmax, stop);
    if (t) smooth[i] = smoothCountOf<Map>(*t, z.x, z.y);
    if (stop.stop_requested()) return false;
  }
  return true;
}

}  // namespace

bool mandelbrotEscapeTimesScalar(const MandelbrotJob& job, std::span<std::int32_t> counts,
                                 std::stop_token stop) {
  FATOU_CHECK(job.tmax >= 1);
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  return withMap(job.degree,
                 [&](auto map) { return countSteps<decltype(map)>(job, counts, stop); });
}

bool mandelbrotSmoothCountsScalar(const MandelbrotJob& job, std::span<const std::int32_t> counts,
                                  std::span<float> smooth, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(smooth.size() == counts.size());
  return withMap(job.degree,
                 [&](auto map) { return smoothCounts<decltype(map)>(job, counts, smooth, stop); });
}

}  // namespace fatou::kernels

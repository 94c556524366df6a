// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "core/base/check.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/far_away.h"
#include "core/kernels/scalar_orbit.h"
#include "core/kernels/smooth_count.h"

namespace fatou::kernels {
namespace {

template <class Map>
float distanceOf(const ScalarSlopeOrbit<Map>& z, double pixelSize) {
  const double log2Modulus = 0.5 * floatLog2(z.norm());
  const double derivative = std::sqrt(z.dx * z.dx + z.dy * z.dy);
  const double distance =
      (std::sqrt(z.norm()) * (log2Modulus * std::numbers::ln2)) / (derivative * pixelSize);
  // The distance is NaN if the derivative has overflown; it is then far below any float.
  if (!(distance == distance)) return 0.0F;
  return static_cast<float>(
      std::min(distance, static_cast<double>(std::numeric_limits<float>::max())));
}

template <class Map>
bool findQuantities(const EscapeTimeJob& job, std::span<const std::int32_t> counts,
                    const EscapeQuantities& wanted, const std::stop_token& stop) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    float smooth = static_cast<float>(job.tmax);
    float distance = 0.0F;
    if (counts[i] < job.tmax) {
      ScalarSlopeOrbit<Map> z{job.cRe, job.cIm, job.xs[i % job.xs.size()],
                              job.ys[i / job.xs.size()]};
      if (const auto t = goFarAway(z, counts[i], job.tmax, stop)) {
        smooth = smoothCountOf<Map>(*t, z.x, z.y);
        distance = distanceOf(z, wanted.pixelSize);
      }
    }
    if (stop.stop_requested()) return false;
    if (!wanted.smooth.empty()) wanted.smooth[i] = smooth;
    if (!wanted.distance.empty()) wanted.distance[i] = distance;
  }
  return true;
}

}  // namespace

bool escapeQuantitiesScalar(const EscapeTimeJob& job, std::span<const std::int32_t> counts,
                            const EscapeQuantities& wanted, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  return withMap(job.degree, [&](auto map) {
    return findQuantities<decltype(map)>(job, counts, wanted, stop);
  });
}

}  // namespace fatou::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "core/base/check.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/float_log2.h"

namespace fatou::kernels {
namespace {

// A point of an orbit and its derivative by the starting point.
struct Orbit {
  double x;
  double y;
  double dx = 1.0;
  double dy = 0.0;

  double norm() const { return x * x + y * y; }

  void advance(double cRe, double cIm) {
    const double a = x * dx - y * dy;
    const double b = x * dy + y * dx;
    dx = a + a;
    dy = b + b;
    const double x2 = x * x;
    const double y2 = y * y;
    const double xy = x * y;
    x = (x2 - y2) + cRe;
    y = (xy + xy) + cIm;
  }
};

float distanceOf(const Orbit& z, double log2Modulus, double pixelSize) {
  const double derivative = std::sqrt(z.dx * z.dx + z.dy * z.dy);
  const double distance =
      (std::sqrt(z.norm()) * (log2Modulus * std::numbers::ln2)) / (derivative * pixelSize);
  // Not a number where the derivative has overflown, and the distance is far below any float.
  if (!(distance == distance)) return 0.0F;
  return static_cast<float>(
      std::min(distance, static_cast<double>(std::numeric_limits<float>::max())));
}

}  // namespace

void escapeQuantitiesScalar(const EscapeTimeJob& job, std::span<const std::int32_t> counts,
                            const EscapeQuantities& wanted) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    float smooth = static_cast<float>(job.tmax);
    float distance = 0.0F;
    if (counts[i] < job.tmax) {
      Orbit z{job.xs[i % job.xs.size()], job.ys[i / job.xs.size()]};
      std::int32_t t = 0;
      for (; t < counts[i] || z.norm() < kFarAway * kFarAway; ++t) z.advance(job.cRe, job.cIm);
      const double log2Modulus = 0.5 * floatLog2(z.norm());
      smooth = static_cast<float>((static_cast<double>(t) + 1.0) - floatLog2(log2Modulus));
      distance = distanceOf(z, log2Modulus, wanted.pixelSize);
    }
    if (!wanted.smooth.empty()) wanted.smooth[i] = smooth;
    if (!wanted.distance.empty()) wanted.distance[i] = distance;
  }
}

}  // namespace fatou::kernels

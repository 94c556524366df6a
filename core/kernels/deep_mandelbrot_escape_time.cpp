// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/deep_mandelbrot_escape_time.h"

#include <cstddef>

#include "core/base/check.h"
#include "core/kernels/far_away.h"
#include "core/kernels/mandelbrot_walk.h"
#include "core/kernels/smooth_count.h"

namespace fatou::kernels {
namespace {

// Steps or blocks between two looks at the stop token: some 50 microseconds.
constexpr int kStopCheckSteps = 4096;

// A pixel's orbit from the first z outside on.
struct EscapedOrbit {
  double cRe;
  double cIm;
  double x;
  double y;

  double norm() const { return x * x + y * y; }

  void advance() {
    const double x2 = x * x;
    const double y2 = y * y;
    const double xy = x * y;
    x = (x2 - y2) + cRe;
    y = (xy + xy) + cIm;
  }
};

float smoothCount(const MandelbrotReference& reference, const MandelbrotPixel& pixel,
                  const std::stop_token& stop) {
  EscapedOrbit z{reference.cRe() + pixel.dc.x, reference.cIm() + pixel.dc.y, pixel.delta.x,
                 pixel.delta.y};
  const std::int32_t tmax = reference.tmax();
  const auto steps = goFarAway(z, 0, tmax, stop);
  return steps ? smoothCountOf(tmax - pixel.left + *steps, z.norm()) : static_cast<float>(tmax);
}

}  // namespace

bool deepMandelbrotEscapeTimes(const DeepMandelbrotJob& job, std::span<std::int32_t> counts,
                               std::span<float> smooth, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(smooth.empty() || smooth.size() == counts.size());
  const std::int32_t tmax = job.reference.tmax();
  const MandelbrotWalk walk(job.reference);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    MandelbrotPixel pixel;
    auto fate = walk.start(job.xs[i % job.xs.size()], job.ys[i / job.xs.size()], pixel);
    while (fate == MandelbrotFate::Near || fate == MandelbrotFate::Scaled) {
      if (stop.stop_requested()) return false;
      fate = walk.goOn(fate, kStopCheckSteps, pixel);
    }
    const bool escaped = fate == MandelbrotFate::Escaped;
    counts[i] = escaped ? tmax - pixel.left : tmax;
    if (smooth.empty()) continue;
    smooth[i] = escaped ? smoothCount(job.reference, pixel, stop) : static_cast<float>(tmax);
    if (stop.stop_requested()) return false;
  }
  return true;
}

}  // namespace fatou::kernels

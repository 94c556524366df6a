// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/deep_mandelbrot_escape_time.h"

#include <cstddef>

#include "core/base/check.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/float_log2.h"
#include "core/kernels/mandelbrot_walk.h"

namespace fatou::kernels {
namespace {

// Steps or blocks between two looks at the stop token: some 50 microseconds.
constexpr int kStopCheckSteps = 4096;

// From the first point z outside, after t steps.
float smoothCount(const MandelbrotReference& reference, const MandelbrotPixel& pixel) {
  auto [x, y] = pixel.delta;
  const double cRe = reference.cRe() + pixel.dc.x;
  const double cIm = reference.cIm() + pixel.dc.y;
  std::int32_t t = reference.tmax() - pixel.left;
  for (; x * x + y * y < kFarAway * kFarAway; ++t) {
    const double x2 = x * x;
    const double y2 = y * y;
    const double xy = x * y;
    x = (x2 - y2) + cRe;
    y = (xy + xy) + cIm;
  }
  const double log2Modulus = 0.5 * floatLog2(x * x + y * y);
  return static_cast<float>((static_cast<double>(t) + 1.0) - floatLog2(log2Modulus));
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
    smooth[i] = escaped ? smoothCount(job.reference, pixel) : static_cast<float>(tmax);
  }
  return true;
}

}  // namespace fatou::kernels

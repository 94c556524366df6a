// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/deep_mandelbrot_escape_time.h"

#include <cstddef>

#include "core/base/check.h"
#include "core/kernels/far_away.h"
#include "core/kernels/mandelbrot_walk.h"
#include "core/kernels/scalar_orbit.h"
#include "core/kernels/smooth_count.h"

namespace fatou::kernels {
namespace {

// Steps or blocks between two looks at the stop token: some 50 microseconds.
constexpr int kStopCheckSteps = 4096;

// A pixel's orbit from the first z outside on.
using EscapedOrbit = ScalarOrbit<SquareMap>;

// Where an escaped orbit stays near the reference, δ tells more about it than z does: while z is
// about as far from 0 as Z, at |z| = 2. Takes z from there to where it is clearly outside, or the
// reference ends; at most `most` steps, and returns how many.
std::int32_t leaveRim(const MandelbrotReference& reference, const MandelbrotPixel& pixel,
                      std::int32_t most, const std::stop_token& stop, EscapedOrbit& z) {
  constexpr double kClearlyOutside2 = 5.0;
  constexpr std::int64_t kSmallExponent = -10;
  ScaledComplex delta = pixel.scaledDelta;
  std::size_t place = pixel.place;
  std::int32_t taken = 0;
  for (int looks = 1; taken < most && place < reference.end(); ++looks) {
    if (delta.exponent > kSmallExponent || !(z.norm() < kClearlyOutside2)) break;
    if (looks % kStopCheckSteps == 0 && stop.stop_requested()) break;
    MandelbrotBilinearTable::Skip<MandelbrotBilinearTable::ScaledBlock> skip;
    if (reference.isBeyondDouble())
      skip = reference.skips().longestScaled(place, delta.exponent,
                                             static_cast<std::size_t>(most - taken));
    const bool isBlock = skip.block != nullptr;
    delta = isBlock ? skip.block->a * delta + skip.block->b * pixel.scaledDc
                    : (reference.orbit().point(place).doubled() + delta) * delta + pixel.scaledDc;
    const std::size_t steps = isBlock ? skip.steps : 1;
    place += steps;
    taken += static_cast<std::int32_t>(steps);
    const ScaledComplex at = reference.orbit().point(place) + delta;
    z.x = at.reToDouble();
    z.y = at.imToDouble();
  }
  return taken;
}

float smoothCount(const MandelbrotReference& reference, const MandelbrotPixel& pixel,
                  const std::stop_token& stop) {
  EscapedOrbit z{reference.cRe() + pixel.dc.x, reference.cIm() + pixel.dc.y, pixel.delta.x,
                 pixel.delta.y};
  const std::int32_t tmax = reference.tmax();
  const std::int32_t most = mostStepsAway(tmax);
  std::int32_t near = 0;
  if (mayEscapeSlowly(reference.cRe(), reference.cIm()))
    near = leaveRim(reference, pixel, most, stop, z);
  const auto steps = goFarAway(z, 0, tmax, stop);
  if (!steps || near + *steps > most) return static_cast<float>(tmax);
  return smoothCountOf(std::int64_t{tmax} - pixel.remaining + near + *steps, z.x, z.y);
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
      fate = walk.walk(fate, kStopCheckSteps, pixel);
    }
    const bool escaped = fate == MandelbrotFate::Escaped;
    counts[i] = escaped ? tmax - pixel.remaining : tmax;
    if (smooth.empty()) continue;
    smooth[i] = escaped ? smoothCount(job.reference, pixel, stop) : static_cast<float>(tmax);
    if (stop.stop_requested()) return false;
  }
  return true;
}

}  // namespace fatou::kernels

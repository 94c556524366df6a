// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "core/base/check.h"
#include "core/kernels/deep_escape_time.h"
#include "core/kernels/deep_walk.h"
#include "core/kernels/far_away.h"
#include "core/kernels/power_map.h"
#include "core/kernels/smooth_count.h"

namespace fatou::kernels {
namespace {

constexpr std::int32_t kStopCheckSteps = 4096;

// A pixel's orbit from the first z outside on.
struct EscapedOrbit {
  double cRe;
  double cIm;
  DeepPixel& pixel;

  double norm() const { return pixel.x * pixel.x + pixel.y * pixel.y; }

  void advance() {
    if (pixel.slope != nullptr) pixel.slope->multiply(2.0 * pixel.x, 2.0 * pixel.y);
    const PlanePoint power = SquareMap::power(pixel.x, pixel.y);
    pixel.x = power.x + cRe;
    pixel.y = power.y + cIm;
  }
};

// Steps that take an escaped pixel far away, where it then is; nothing where it never gets there.
std::optional<std::int64_t> goFarAway(const DeepReference& reference, DeepPixel& pixel,
                                      const std::stop_token& stop) {
  if (reference.mayEscapeSlowly())
    return pixel.away == DeepPixel::kNeverFar ? std::nullopt : std::optional(pixel.away);
  EscapedOrbit z{reference.cRe(), reference.cIm(), pixel};
  return kernels::goFarAway(z, 0, reference.tmax(), stop);
}

// |z| ln|z| / |z'|, in pixels.
float distanceOf(double norm, const ScaledComplex& slope, double step) {
  if (slope.isZero()) return std::numeric_limits<float>::max();
  const double log2Modulus = 0.5 * floatLog2(norm);
  const double log2Distance = log2Modulus + std::log2(log2Modulus * std::numbers::ln2) -
                              slope.log2Modulus() - std::log2(step);
  return static_cast<float>(
      std::min(std::exp2(log2Distance), static_cast<double>(std::numeric_limits<float>::max())));
}

class DeepScalarKernel {
 public:
  DeepScalarKernel(const DeepReference& reference, DeepGoal goal, const std::stop_token& stop)
      : m_walk(reference, stop, goal), m_stop(stop) {}

  // The pixel's end. False when stopped.
  bool walk(double x, double y, DeepPixel& pixel, DeepFate& fate) {
    fate = m_walk.start(x, y, pixel);
    while (fate == DeepFate::Near || fate == DeepFate::Far) {
      if (--m_untilStopCheck <= 0) {
        m_untilStopCheck = kStopCheckSteps;
        if (m_stop.stop_requested()) return false;
      }
      fate = fate == DeepFate::Near ? m_walk.stepNear(pixel) : m_walk.stepFar(pixel);
      if (fate == DeepFate::Far && m_walk.isTrapped(pixel.x, pixel.y)) fate = DeepFate::Bounded;
    }
    return !m_stop.stop_requested();
  }

 private:
  const DeepWalk m_walk;
  const std::stop_token& m_stop;
  std::int32_t m_untilStopCheck = kStopCheckSteps;
};

}  // namespace

bool deepEscapeTimesScalar(const DeepJob& job, std::span<std::int32_t> counts,
                           const DeepQuantities& quantities, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  const DeepReference& reference = job.reference;
  const bool countsAlone = quantities.smooth.empty() && quantities.distance.empty();
  const bool beyond = !countsAlone && reference.mayEscapeSlowly();
  DeepScalarKernel kernel(reference, beyond ? DeepGoal::Both : DeepGoal::Escape, stop);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    RunningProduct slope;
    DeepPixel pixel{.slope = quantities.distance.empty() ? nullptr : &slope};
    DeepFate fate{};
    if (!kernel.walk(job.xs[i % job.xs.size()], job.ys[i / job.xs.size()], pixel, fate))
      return false;
    const bool escaped = fate == DeepFate::Escaped;
    counts[i] = escaped ? reference.tmax() - pixel.remaining : reference.tmax();
    if (!quantities.smooth.empty()) quantities.smooth[i] = static_cast<float>(reference.tmax());
    if (!quantities.distance.empty()) quantities.distance[i] = 0.0F;
    if (!escaped || countsAlone) continue;
    const auto steps = goFarAway(reference, pixel, stop);
    if (stop.stop_requested()) return false;
    if (!steps) continue;
    const double norm = pixel.x * pixel.x + pixel.y * pixel.y;
    if (!quantities.smooth.empty())
      quantities.smooth[i] = smoothCountOf(counts[i] + *steps, pixel.x, pixel.y);
    if (!quantities.distance.empty())
      quantities.distance[i] = distanceOf(norm, slope.value(), quantities.step);
  }
  return true;
}

}  // namespace fatou::kernels

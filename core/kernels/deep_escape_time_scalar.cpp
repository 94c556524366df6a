// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>

#include "core/base/check.h"
#include "core/kernels/deep_escape_time.h"
#include "core/kernels/deep_walk.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/float_log2.h"

namespace fatou::kernels {
namespace {

constexpr std::int32_t kStopCheckSteps = 4096;

bool isInTrap(const InteriorTrap& trap, double x, double y) {
  const TrapDisc& disc = trap.discs.front();
  const double dx = x - disc.re;
  const double dy = y - disc.im;
  return dx * dx + dy * dy <= disc.radius2 * (1.0 - 0x1p-20);
}

// From the first point outside on.
float smoothCount(const DeepReference& reference, const DeepPixel& pixel) {
  double x = pixel.x;
  double y = pixel.y;
  std::int32_t t = reference.tmax() - pixel.remaining;
  for (; x * x + y * y < kFarAway * kFarAway; ++t) {
    const double x2 = x * x;
    const double y2 = y * y;
    const double xy = x * y;
    x = (x2 - y2) + reference.cRe();
    y = (xy + xy) + reference.cIm();
  }
  const double log2Modulus = 0.5 * floatLog2(x * x + y * y);
  return static_cast<float>((static_cast<double>(t) + 1.0) - floatLog2(log2Modulus));
}

class DeepScalarKernel {
 public:
  DeepScalarKernel(const DeepReference& reference, const std::stop_token& stop)
      : m_reference(reference), m_walk(reference), m_stop(stop) {}

  // The pixel's end. False when stopped.
  bool walk(double x, double y, DeepPixel& pixel, DeepFate& fate) {
    fate = m_walk.start(x, y, pixel);
    while (fate == DeepFate::Near || fate == DeepFate::Far) {
      if (--m_untilStopCheck <= 0) {
        m_untilStopCheck = kStopCheckSteps;
        if (m_stop.stop_requested()) return false;
      }
      if (fate == DeepFate::Far && m_reference.trap() &&
          isInTrap(*m_reference.trap(), pixel.x, pixel.y)) {
        fate = DeepFate::Bounded;
        return true;
      }
      fate = fate == DeepFate::Near ? m_walk.stepNear(pixel) : m_walk.stepFar(pixel);
    }
    return true;
  }

 private:
  const DeepReference& m_reference;
  const DeepWalk m_walk;
  const std::stop_token& m_stop;
  std::int32_t m_untilStopCheck = kStopCheckSteps;
};

}  // namespace

bool deepEscapeTimesScalar(const DeepJob& job, std::span<std::int32_t> counts,
                           const DeepQuantities& quantities, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  const DeepReference& reference = job.reference;
  DeepScalarKernel kernel(reference, stop);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    DeepPixel pixel;
    DeepFate fate{};
    if (!kernel.walk(job.xs[i % job.xs.size()], job.ys[i / job.xs.size()], pixel, fate))
      return false;
    const bool escaped = fate == DeepFate::Escaped;
    counts[i] = escaped ? reference.tmax() - pixel.remaining : reference.tmax();
    if (!quantities.smooth.empty())
      quantities.smooth[i] =
          escaped ? smoothCount(reference, pixel) : static_cast<float>(reference.tmax());
  }
  return true;
}

}  // namespace fatou::kernels

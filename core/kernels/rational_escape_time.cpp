// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/rational_escape_time.h"

#include <cstddef>
#include <optional>
#include <utility>

#include "core/base/check.h"
#include "core/kernels/rational_walk.h"

namespace fatou::kernels {
namespace {

constexpr std::int32_t kStepsBetweenStops = 1024;

// One pixel after the other.
class RationalKernel {
 public:
  RationalKernel(const RationalJob& job, std::span<std::int32_t> counts,
                 const EscapeQuantities& wanted, std::stop_token stop)
      : m_job(job),
        m_counts(counts),
        m_wanted(wanted),
        m_stop(std::move(stop)),
        m_walk(job.reference, job.program, m_stop) {
    if (job.growth.degree >= 2)
      m_reading.emplace(ProgramJob{.program = job.program,
                                   .escapeRadius = job.reference.escapeRadius(),
                                   .tmax = job.reference.tmax(),
                                   .xs = job.xs,
                                   .ys = job.ys},
                        job.growth, wanted);
  }

  // False when stopped.
  bool run() {
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
      RunningProduct slope;
      const bool hasSlope = !m_wanted.distance.empty() && m_reading.has_value();
      RationalPixel pixel{.slope = hasSlope ? &slope : nullptr};
      const bool escapes = walk(i, pixel);
      m_counts[i] = m_job.reference.tmax() - (escapes ? pixel.remaining : 0);
      if (m_reading)
        read(i, escapes, pixel);
      else
        writeWhole(i);
      if (m_stop.stop_requested()) return false;
    }
    return true;
  }

 private:
  // Takes the pixel to its end; whether it escapes.
  bool walk(std::size_t i, RationalPixel& pixel) {
    DeepFate fate =
        m_walk.start(m_job.xs[i % m_job.xs.size()], m_job.ys[i / m_job.xs.size()], pixel);
    for (std::int32_t steps = 1; fate == DeepFate::Near || fate == DeepFate::Far; ++steps) {
      if (steps % kStepsBetweenStops == 0) {
        if (m_stop.stop_requested()) return false;
        steps = 0;
      }
      fate = fate == DeepFate::Near ? m_walk.stepNear(pixel) : m_walk.stepFar(pixel);
    }
    return fate == DeepFate::Escaped;
  }

  void writeWhole(std::size_t i) const {
    if (!m_wanted.smooth.empty()) m_wanted.smooth[i] = static_cast<float>(m_counts[i]);
    if (!m_wanted.distance.empty()) m_wanted.distance[i] = 0.0F;
  }

  // Reads the smooth count and the distance where the orbit is far away.
  void read(std::size_t i, bool escapes, RationalPixel& pixel) {
    if (m_wanted.smooth.empty() && m_wanted.distance.empty()) return;
    if (!escapes) return m_reading->writeInside(i);
    for (std::int64_t t = m_counts[i];; ++t) {
      if (!(pixel.x * pixel.x + pixel.y * pixel.y < m_reading->far2())) {
        m_reading->write(i, t, {pixel.x, pixel.y}, slopeOf(pixel));
        return;
      }
      if (t >= m_reading->mostSteps(m_counts[i])) return m_reading->writeInside(i);
      if (t % kStepsBetweenStops == 0 && m_stop.stop_requested()) return;
      m_walk.advanceFar(pixel);
    }
  }

  static ComplexNumber slopeOf(const RationalPixel& pixel) {
    if (pixel.slope == nullptr) return {1.0, 0.0};
    const ScaledComplex slope = pixel.slope->value();
    return {slope.reToDouble(), slope.imToDouble()};
  }

  const RationalJob& m_job;
  std::span<std::int32_t> m_counts;
  const EscapeQuantities& m_wanted;
  const std::stop_token m_stop;
  RationalWalk m_walk;
  std::optional<FarReading> m_reading;
};

}  // namespace

bool rationalEscapeTimes(const RationalJob& job, std::span<std::int32_t> counts,
                         const EscapeQuantities& wanted, std::stop_token stop) {
  FATOU_CHECK(counts.size() == job.xs.size() * job.ys.size());
  FATOU_CHECK(wanted.smooth.empty() || wanted.smooth.size() == counts.size());
  FATOU_CHECK(wanted.distance.empty() || wanted.distance.size() == counts.size());
  FATOU_CHECK(wanted.distance.empty() || job.growth.degree == 0 ||
              job.program.slope != Program::kNone);
  return RationalKernel(job, counts, wanted, std::move(stop)).run();
}

}  // namespace fatou::kernels

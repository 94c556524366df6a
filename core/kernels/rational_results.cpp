// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/rational_results.h"

namespace fatou::kernels {
namespace {

constexpr std::int64_t kStepsBetweenStops = 1024;

ComplexNumber slopeOf(const RationalPixel& pixel) {
  if (pixel.slope == nullptr) return {1.0, 0.0};
  const ScaledComplex slope = pixel.slope->value();
  return {slope.reToDouble(), slope.imToDouble()};
}

}  // namespace

RationalResults::RationalResults(const RationalJob& job, std::span<std::int32_t> counts,
                                 const EscapeQuantities& wanted)
    : m_tmax(job.reference.tmax()), m_counts(counts), m_cycles(job.cycles), m_wanted(wanted) {
  if (job.growth.degree >= 2)
    m_reading.emplace(ProgramJob{.program = job.program,
                                 .escapeRadius = job.reference.escapeRadius(),
                                 .tmax = job.reference.tmax(),
                                 .xs = job.xs,
                                 .ys = job.ys},
                      job.growth, wanted);
}

void RationalResults::write(std::size_t index, bool escapes, RationalPixel& pixel,
                            RationalWalk& walk, const std::stop_token& stop) const {
  m_counts[index] = m_tmax - (escapes ? pixel.remaining : 0);
  if (!m_cycles.empty()) m_cycles[index] = escapes ? pixel.cycle : kNoCycle;
  if (m_wanted.smooth.empty() && m_wanted.distance.empty()) return;
  if (!m_reading) {
    if (!m_wanted.smooth.empty()) m_wanted.smooth[index] = static_cast<float>(m_counts[index]);
    if (!m_wanted.distance.empty()) m_wanted.distance[index] = 0.0F;
  } else if (escapes) {
    read(index, pixel, walk, stop);
  } else {
    m_reading->writeInside(index);
  }
}

// Follows the orbit until it is far away, and writes smooth count and distance there.
void RationalResults::read(std::size_t index, RationalPixel& pixel, RationalWalk& walk,
                           const std::stop_token& stop) const {
  for (std::int64_t t = m_counts[index];; ++t) {
    if (!(pixel.x * pixel.x + pixel.y * pixel.y < m_reading->far2()))
      return m_reading->write(index, t, {pixel.x, pixel.y}, slopeOf(pixel));
    if (t >= m_reading->mostSteps(m_counts[index])) return m_reading->writeInside(index);
    if (t % kStepsBetweenStops == 0 && stop.stop_requested()) return;
    walk.advanceFar(pixel);
  }
}

}  // namespace fatou::kernels

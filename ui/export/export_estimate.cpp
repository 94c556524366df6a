// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_estimate.h"

#include <algorithm>
#include <chrono>

namespace fatou::ui {
namespace {

// A run over less of the picture is no measure of the whole.
constexpr std::int64_t kFewParts = 4;

}  // namespace

void SampleCost::begin(std::int64_t pixels) {
  m_pixels = pixels;
  m_runSamples = 0;
}

void SampleCost::finish(const render::RunRecord& run) {
  if (m_runSamples <= 0) return;
  std::chrono::duration<double> busy{0};
  for (const render::BandRecord& band : run.bands)
    if (engines::isStamped(band.task)) busy += band.task.completed - band.task.started;
  if (m_runSamples * kFewParts >= m_pixels) {
    m_samples = 0;
    m_seconds = 0.0;
  }
  m_samples += m_runSamples;
  m_seconds += busy.count();
  m_runSamples = 0;
}

std::optional<double> SampleCost::secondsPerSample() const {
  if (m_samples <= 0) return std::nullopt;
  return m_seconds / static_cast<double>(m_samples);
}

std::optional<double> exportSeconds(const SampleCost& cost, PixelSize size, int samples,
                                    int engines) {
  const auto perSample = cost.secondsPerSample();
  if (!perSample) return std::nullopt;
  const double points = double{1} * size.width * size.height * samples * samples;
  return *perSample * points / std::max(1, engines);
}

ByteRange fileBytes(const io::FormatTraits& format, const io::FileOptions& options, PixelSize size,
                    int samples) {
  const double pixels = double{1} * size.width * size.height;
  const ByteRange perPixel = io::bytesAPixel(format, options, samples);
  return {perPixel.least * pixels, perPixel.most * pixels};
}

}  // namespace fatou::ui

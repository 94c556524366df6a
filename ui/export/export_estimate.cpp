// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_estimate.h"

#include <algorithm>
#include <chrono>

namespace fatou::ui {
namespace {

// A run over less of the picture is no measure of the whole.
constexpr std::int64_t kFewParts = 4;

// Bytes a pixel of what is written, for calm and for busy pictures. Measured over the places that
// the program brings along; see the test.
struct Density {
  const char* ending;
  io::Depth depth;
  double least;
  double most;
};
constexpr Density kDensities[] = {
    {"png", io::Depth::Eight, 0.05, 2.4}, {"png", io::Depth::Sixteen, 0.1, 6.1},
    {"tif", io::Depth::Eight, 0.08, 3.4}, {"tif", io::Depth::Sixteen, 0.2, 8.2},
    {"tif", io::Depth::Float, 0.3, 16.0}, {"exr", io::Depth::Half, 0.5, 18.0},
    {"exr", io::Depth::Float, 0.6, 26.0},
};

// Of a picture with quality 0 ... 100, bytes a pixel.
ByteRange lossyBytes(double quality) {
  const double fineness = quality / 100.0;
  return {0.02 + 0.1 * fineness * fineness, 0.25 + 1.75 * fineness * fineness * fineness};
}

ByteRange bytesAPixel(QStringView ending, const io::FileOptions& options) {
  if (ending == u"npy") return {4.0, 4.0};
  if (ending == u"webp" && options.quality == 100) return {0.04, 2.2};
  if (ending == u"jpg" || ending == u"webp") return lossyBytes(options.quality);
  const auto* found = std::ranges::find_if(kDensities, [&](const Density& density) {
    return ending == QLatin1StringView(density.ending) && density.depth == options.depth;
  });
  if (found == std::end(kDensities)) return {0.05, 4.0};
  return {found->least, found->most};
}

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

ByteRange fileBytes(QStringView ending, const io::FileOptions& options, PixelSize size) {
  const double pixels = double{1} * size.width * size.height;
  const ByteRange perPixel = bytesAPixel(ending, options);
  return {perPixel.least * pixels, perPixel.most * pixels};
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_estimate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>

namespace fatou::ui {
namespace {

// A run over less of the picture is no measure of the whole.
constexpr std::int64_t kFewParts = 4;

// Bytes a pixel, for calm and for busy pictures: what places of the gallery took at 600 x 400, the
// least halved, as larger pictures have more that is calm.
struct Density {
  const char* ending;
  io::Depth depth;
  double least;
  double most;
};
constexpr Density kDensities[] = {
    {"png", io::Depth::Eight, 0.27, 2.5}, {"png", io::Depth::Sixteen, 0.53, 6.4},
    {"tif", io::Depth::Eight, 0.35, 3.4}, {"tif", io::Depth::Sixteen, 0.83, 9.0},
    {"tif", io::Depth::Float, 1.1, 19.0}, {"exr", io::Depth::Half, 0.9, 4.8},
    {"exr", io::Depth::Float, 2.0, 13.0},
};
// With one sample a pixel an EXR has the numbers, too.
constexpr Density kWithNumbers[] = {
    {"exr", io::Depth::Half, 2.0, 16.0},
    {"exr", io::Depth::Float, 2.8, 24.0},
};

// The same for qualities, with straight lines between.
struct LossyDensity {
  double quality;
  double least;
  double most;
};
constexpr LossyDensity kJpeg[] = {
    {1, 0.01, 0.15}, {50, 0.028, 0.43}, {92, 0.063, 1.4}, {100, 0.25, 3.2}};
constexpr LossyDensity kWebp[] = {
    {1, 0.005, 0.15}, {50, 0.011, 0.35}, {92, 0.026, 0.65}, {99, 0.05, 0.9}, {100, 0.13, 1.9}};

ByteRange lossyBytes(std::span<const LossyDensity> densities, double quality) {
  const auto above = std::ranges::find_if(
      densities, [quality](const LossyDensity& one) { return one.quality >= quality; });
  if (above == densities.begin()) return {above->least, above->most};
  const auto below = above - 1;
  const double share = (quality - below->quality) / (above->quality - below->quality);
  return {std::lerp(below->least, above->least, share), std::lerp(below->most, above->most, share)};
}

std::optional<ByteRange> losslessBytes(std::span<const Density> densities, QStringView ending,
                                       io::Depth depth) {
  for (const Density& density : densities)
    if (ending == QLatin1StringView(density.ending) && density.depth == depth)
      return ByteRange{density.least, density.most};
  return std::nullopt;
}

ByteRange bytesAPixel(QStringView ending, const io::FileOptions& options, int samples) {
  if (ending == u"npy") return {4.0, 4.0};
  if (ending == u"jpg") return lossyBytes(kJpeg, options.quality);
  if (ending == u"webp") return lossyBytes(kWebp, options.quality);
  std::optional<ByteRange> bytes;
  if (samples == 1) bytes = losslessBytes(kWithNumbers, ending, options.depth);
  if (!bytes) bytes = losslessBytes(kDensities, ending, options.depth);
  return bytes.value_or(ByteRange{0.05, 12.0});
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

ByteRange fileBytes(QStringView ending, const io::FileOptions& options, PixelSize size,
                    int samples) {
  const double pixels = double{1} * size.width * size.height;
  const ByteRange perPixel = bytesAPixel(ending, options, samples);
  return {perPixel.least * pixels, perPixel.most * pixels};
}

}  // namespace fatou::ui

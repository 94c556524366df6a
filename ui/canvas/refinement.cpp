// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/refinement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace fatou::ui {
namespace {

constexpr int kLightLevels = 4096;

// The light of an sRGB channel, 0 ... kLightLevels - 1 (IEC 61966-2-1).
const std::array<std::uint16_t, 256>& lightOfChannel() {
  static const auto table = [] {
    std::array<std::uint16_t, 256> light{};
    for (std::size_t i = 0; i < light.size(); ++i) {
      const double s = static_cast<double>(i) / 255.0;
      const double linear = s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
      light[i] = static_cast<std::uint16_t>(std::lround(linear * (kLightLevels - 1)));
    }
    return light;
  }();
  return table;
}

const std::array<std::uint8_t, kLightLevels>& channelOfLight() {
  static const auto table = [] {
    std::array<std::uint8_t, kLightLevels> channel{};
    for (std::size_t i = 0; i < channel.size(); ++i) {
      const double linear = static_cast<double>(i) / (kLightLevels - 1);
      const double s =
          linear <= 0.0031308 ? linear * 12.92 : 1.055 * std::pow(linear, 1.0 / 2.4) - 0.055;
      channel[i] = static_cast<std::uint8_t>(std::lround(s * 255.0));
    }
    return channel;
  }();
  return table;
}

// Adds the light of a row of samples to that of the pixels they lie in.
void addLight(std::span<const std::uint32_t> colors, int samples, std::span<std::uint32_t> light) {
  const auto& lightOf = lightOfChannel();
  std::size_t at = 0;
  for (std::size_t pixel = 0; pixel < light.size(); pixel += 3) {
    for (int k = 0; k < samples; ++k, ++at) {
      light[pixel] += lightOf[(colors[at] >> 16) & 0xff];
      light[pixel + 1] += lightOf[(colors[at] >> 8) & 0xff];
      light[pixel + 2] += lightOf[colors[at] & 0xff];
    }
  }
}

void averageColors(std::span<const std::uint32_t> light, int samples,
                   std::span<std::uint32_t> colors) {
  const auto& channelOf = channelOfLight();
  const auto points = static_cast<std::uint32_t>(samples * samples);
  const auto channel = [&](std::uint32_t sum) {
    return std::uint32_t{channelOf[(sum + points / 2) / points]};
  };
  for (std::size_t i = 0; i < colors.size(); ++i)
    colors[i] = 0xff000000U | channel(light[3 * i]) << 16 | channel(light[3 * i + 1]) << 8 |
                channel(light[3 * i + 2]);
}

RefinedRows refinedRows(const render::Tile& tile, const Refinement& refinement) {
  const auto width = static_cast<std::size_t>(tile.counts.cols());
  const int samples = refinement.samples;
  const std::size_t pixels = width / static_cast<std::size_t>(samples);
  RefinedRows rows{.firstRow = tile.rect.y / samples, .rows = tile.rect.height / samples};
  rows.colors.resize(static_cast<std::size_t>(rows.rows) * pixels);
  std::vector<std::uint32_t> colors(width);
  std::vector<std::uint32_t> light(3 * pixels);
  const auto rowOf = [](const auto& numbers, Eigen::Index row) {
    return numbers.size() == 0
               ? std::span(numbers.data(), 0)
               : std::span(&numbers(row, 0), static_cast<std::size_t>(numbers.cols()));
  };
  for (std::int32_t row = 0; row < rows.rows; ++row) {
    std::fill(light.begin(), light.end(), 0U);
    for (int k = 0; k < samples; ++k) {
      const Eigen::Index at = row * samples + k;
      refinement.shader->shade(
          {rowOf(tile.counts, at), rowOf(tile.smooth, at), rowOf(tile.distance, at)}, colors);
      addLight(colors, samples, light);
    }
    averageColors(light, samples,
                  std::span(rows.colors).subspan(static_cast<std::size_t>(row) * pixels, pixels));
  }
  return rows;
}

}  // namespace

Status renderRefined(const render::Renderer& renderer, const render::RenderJob& job,
                     const Refinement& refinement, const RefinedSink& sink,
                     const std::stop_token& stop) {
  const auto fine = job.supersampled(refinement.samples);
  const std::int32_t width = fine->request().width;
  const std::int32_t bandRows =
      refinement.samples * std::max(1, (1 << 18) / (width * refinement.samples));
  std::vector<render::PixelBlock> bands;
  for (std::int32_t end = fine->request().height; end > 0; end -= bandRows) {
    const std::int32_t begin = std::max(0, end - bandRows);
    bands.push_back({.rect = {0, begin, width, end - begin}, .sampling = {}});
  }
  const auto run = renderer.render(
      fine, bands,
      [&](const render::Tile& tile, const render::BandRecord&) {
        sink(refinedRows(tile, refinement));
      },
      stop);
  if (!run) return run.error();
  return success();
}

}  // namespace fatou::ui

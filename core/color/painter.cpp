// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/painter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/color/srgb.h"

namespace fatou::color {
namespace {

// The levels of light between the two tables. With 12 bits they are exact inverses of each other
// but for the darkest few of the 8-bit channels.
constexpr int kLightLevels = 4096;

const std::array<std::uint16_t, 256>& lightOfChannel() {
  static const auto table = [] {
    std::array<std::uint16_t, 256> light{};
    for (std::size_t i = 0; i < light.size(); ++i)
      light[i] = static_cast<std::uint16_t>(
          std::lround(toLinear(static_cast<double>(i) / 255.0) * (kLightLevels - 1)));
    return light;
  }();
  return table;
}

const std::array<std::uint8_t, kLightLevels>& channelOfLight() {
  static const auto table = [] {
    std::array<std::uint8_t, kLightLevels> channel{};
    for (std::size_t i = 0; i < channel.size(); ++i)
      channel[i] = static_cast<std::uint8_t>(
          std::lround(fromLinear(static_cast<double>(i) / (kLightLevels - 1)) * 255.0));
    return channel;
  }();
  return table;
}

// The light of each 16-bit channel, 0 ... 1.
const std::vector<float>& lightOfWide() {
  static const auto table = [] {
    std::vector<float> light(65'536);
    for (std::size_t i = 0; i < light.size(); ++i)
      light[i] = static_cast<float>(toLinear(static_cast<double>(i) / 65'535.0));
    return light;
  }();
  return table;
}

std::uint32_t channel(std::uint32_t rgb32, int which) {
  return rgb32 >> (16 - 8 * which) & 0xffU;
}
std::uint32_t channel(std::uint64_t rgb16, int which) {
  return static_cast<std::uint32_t>(rgb16 >> (32 - 16 * which) & 0xffffU);
}

std::uint32_t rgb32Of(std::uint32_t red, std::uint32_t green, std::uint32_t blue) {
  return 0xff000000U | red << 16 | green << 8 | blue;
}

// The light of each pixel, three channels one after the other, as the sum over its samples. The
// caller divides, as light is averaged and colours are not.
template <typename Color, typename Sum, typename Table>
std::vector<Sum> summedLight(const Shader& shader, const SampleField& field,
                             const PixelSpan& pixels, int samples, const Table& lightOf) {
  const auto n = static_cast<std::size_t>(samples);
  std::vector<Color> colors(pixels.size * n);
  std::vector<Sum> light(3 * pixels.size);
  for (std::size_t k = 0; k < n; ++k) {
    shader.shade(field.part(pixels.row * n + k, pixels.first * n, colors.size()),
                 std::span<Color>(colors));
    for (std::size_t i = 0; i < colors.size(); ++i)
      for (int c = 0; c < 3; ++c)
        light[3 * (i / n) + static_cast<std::size_t>(c)] += lightOf[channel(colors[i], c)];
  }
  return light;
}

}  // namespace

Samples SampleField::part(std::size_t row, std::size_t first, std::size_t size) const {
  const auto cut = [&](auto all) {
    return all.empty() ? all : all.subspan(row * width + first, size);
  };
  return {.counts = cut(samples.counts),
          .smooth = cut(samples.smooth),
          .distance = cut(samples.distance)};
}

Painter::Painter(const Coloring& coloring, std::int32_t tmax, const Equalization& equalization,
                 int samples)
    : m_recipe({coloring, tmax, equalization}), m_samples(samples) {
  FATOU_CHECK(tmax >= 1 && samples >= 1);
}

Painter::Painter(std::shared_ptr<const Shader> shader, int samples) : m_samples(samples) {
  FATOU_CHECK(shader != nullptr && samples >= 1);
  m_narrow.shader = std::move(shader);
}

const Shader& Painter::shader(Shader::Depth depth) const {
  LazyShader& lazy = depth == Shader::Depth::Eight ? m_narrow : m_wide;
  std::call_once(lazy.made, [&] {
    if (lazy.shader) return;
    FATOU_CHECK(m_recipe.has_value());
    lazy.shader = std::make_shared<const Shader>(m_recipe->coloring, m_recipe->tmax,
                                                 m_recipe->equalization, depth);
  });
  return *lazy.shader;
}

void Painter::paint(const SampleField& field, const PixelSpan& pixels,
                    std::span<std::uint8_t> rgb) const {
  FATOU_CHECK(rgb.size() == 3 * pixels.size);
  if (m_samples == 1)
    return shader(Shader::Depth::Eight)
        .shade(field.part(pixels.row, pixels.first, pixels.size), rgb);
  std::vector<std::uint32_t> colors(pixels.size);
  paint(field, pixels, colors);
  for (std::size_t i = 0; i < rgb.size(); ++i)
    rgb[i] = static_cast<std::uint8_t>(channel(colors[i / 3], static_cast<int>(i % 3)));
}

void Painter::paint(const SampleField& field, const PixelSpan& pixels,
                    std::span<std::uint32_t> rgb32) const {
  FATOU_CHECK(rgb32.size() == pixels.size);
  if (m_samples == 1)
    return shader(Shader::Depth::Eight)
        .shade(field.part(pixels.row, pixels.first, pixels.size), rgb32);
  const auto light = summedLight<std::uint32_t, std::uint32_t>(shader(Shader::Depth::Eight), field,
                                                               pixels, m_samples, lightOfChannel());
  const auto& channelOf = channelOfLight();
  const auto points = static_cast<std::uint32_t>(m_samples * m_samples);
  const auto mean = [&](std::size_t at) {
    return std::uint32_t{channelOf[(light[at] + points / 2) / points]};
  };
  for (std::size_t i = 0; i < rgb32.size(); ++i)
    rgb32[i] = rgb32Of(mean(3 * i), mean(3 * i + 1), mean(3 * i + 2));
}

void Painter::paint(const SampleField& field, const PixelSpan& pixels,
                    std::span<float> light) const {
  FATOU_CHECK(light.size() == 3 * pixels.size);
  const auto sums = summedLight<std::uint64_t, float>(shader(Shader::Depth::Sixteen), field, pixels,
                                                      m_samples, lightOfWide());
  const auto points = static_cast<float>(m_samples * m_samples);
  for (std::size_t i = 0; i < light.size(); ++i) light[i] = sums[i] / points;
}

void Painter::paint(const SampleField& field, const PixelSpan& pixels,
                    std::span<std::uint16_t> rgb) const {
  FATOU_CHECK(rgb.size() == 3 * pixels.size);
  if (m_samples > 1) {
    std::vector<float> light(rgb.size());
    paint(field, pixels, std::span(light));
    for (std::size_t i = 0; i < rgb.size(); ++i)
      rgb[i] = static_cast<std::uint16_t>(std::lround(fromLinear(light[i]) * 65'535.0));
    return;
  }
  std::vector<std::uint64_t> colors(pixels.size);
  shader(Shader::Depth::Sixteen)
      .shade(field.part(pixels.row, pixels.first, pixels.size), std::span(colors));
  for (std::size_t i = 0; i < rgb.size(); ++i)
    rgb[i] = static_cast<std::uint16_t>(channel(colors[i / 3], static_cast<int>(i % 3)));
}

}  // namespace fatou::color

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/light_average.h"

#include <array>
#include <cmath>
#include <vector>

#include "core/base/check.h"
#include "core/color/srgb.h"

namespace fatou::io {
namespace {

constexpr std::size_t kChannels = 3;
constexpr std::size_t kLevels = 65'536;

std::vector<float> lightOfChannels(std::size_t levels, double scale) {
  std::vector<float> light(levels);
  for (std::size_t i = 0; i < levels; ++i)
    light[i] = static_cast<float>(
        scale * color::toLinear(static_cast<double>(i) / static_cast<double>(levels - 1)));
  return light;
}

// 8 bits through light of 16, whose steps are a twentieth of those of the darkest channels.
struct NarrowTables {
  std::array<std::uint16_t, 256> light{};
  std::vector<std::uint8_t> channel = std::vector<std::uint8_t>(kLevels);

  NarrowTables() {
    const std::vector<float> exact = lightOfChannels(light.size(), kLevels - 1);
    for (std::size_t i = 0; i < light.size(); ++i)
      light[i] = static_cast<std::uint16_t>(std::lround(exact[i]));
    for (std::size_t i = 0; i < kLevels; ++i)
      channel[i] = static_cast<std::uint8_t>(
          std::lround(255.0 * color::fromLinear(static_cast<double>(i) / (kLevels - 1))));
  }
};

// Between the entries for whole light the curve is straight to within a hundredth of a channel.
struct WideTables {
  std::vector<float> light = lightOfChannels(kLevels, kLevels - 1);
  std::vector<float> channel = std::vector<float>(kLevels + 1);

  WideTables() {
    for (std::size_t i = 0; i < channel.size(); ++i)
      channel[i] = static_cast<float>((kLevels - 1) *
                                      color::fromLinear(static_cast<double>(i) / (kLevels - 1)));
  }
  std::uint16_t channelOf(float amount) const {
    const auto at = static_cast<std::size_t>(amount);
    const float part = amount - static_cast<float>(at);
    return static_cast<std::uint16_t>(channel[at] + part * (channel[at + 1] - channel[at]) + 0.5F);
  }
};

template <typename Value, typename Average>
void halveEach(std::span<const Value> from, std::size_t size, std::span<Value> to,
               const Average& average) {
  FATOU_CHECK(size % 2 == 0 && from.size() == kChannels * size * size);
  FATOU_CHECK(4 * to.size() == from.size());
  const std::size_t line = kChannels * size;
  Value* next = to.data();
  for (std::size_t y = 0; y < size; y += 2) {
    const Value* upper = from.data() + y * line;
    const Value* lower = upper + line;
    for (std::size_t x = 0; x < line; x += 2 * kChannels)
      for (std::size_t i = x; i < x + kChannels; ++i)
        *next++ = average(upper[i], upper[i + kChannels], lower[i], lower[i + kChannels]);
  }
}

}  // namespace

void halve(std::span<const std::uint8_t> from, std::size_t size, std::span<std::uint8_t> to) {
  static const NarrowTables tables;
  halveEach(from, size, to, [&](auto a, auto b, auto c, auto d) {
    const auto& light = tables.light;
    if (a == b && a == c && a == d) return a;
    return tables.channel[(std::size_t{light[a]} + light[b] + light[c] + light[d] + 2) / 4];
  });
}

void halve(std::span<const std::uint16_t> from, std::size_t size, std::span<std::uint16_t> to) {
  static const WideTables tables;
  halveEach(from, size, to, [&](auto a, auto b, auto c, auto d) {
    const auto& light = tables.light;
    if (a == b && a == c && a == d) return a;
    return tables.channelOf(0.25F * (light[a] + light[b] + light[c] + light[d]));
  });
}

void halve(std::span<const float> from, std::size_t size, std::span<float> to) {
  halveEach(from, size, to,
            [](float a, float b, float c, float d) { return 0.25F * ((a + b) + (c + d)); });
}

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/foreign/fractint_colors.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "core/base/check.h"
#include "core/io/gradients/sampled_gradient.h"

namespace fatou::io {
namespace {

using color::Rgb;

constexpr std::size_t kColors = 256;
constexpr Rgb kLeftOut{162, 162, 162};    // 40 of 63, as Fractint has it
constexpr double kCountsOfLinear = 64.0;  // that a gradient is long at density 1

Error badColors(const char* what) {
  return {std::string("its colors= has ") + what + "; save the entry again or leave colors= out"};
}

std::optional<int> levelOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  if (c >= '_' && c <= 'z') return c - '_' + 36;
  return std::nullopt;
}

std::optional<std::uint8_t> channelOfLevel(std::string_view text) {
  const auto level = levelOf(text[0]);
  if (!level) return std::nullopt;
  return static_cast<std::uint8_t>((*level << 2) | (*level >> 4));
}

std::optional<std::uint8_t> channelOfHex(std::string_view text) {
  std::uint8_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + 2, value, 16);
  if (read.ec != std::errc() || read.ptr != text.data() + 2) return std::nullopt;
  return value;
}

// Reads runs and colours from the beginning of its text, as asked.
class ColorWords {
 public:
  explicit ColorWords(std::string_view text) : m_text(text) {}

  bool atEnd() const { return m_text.empty(); }

  // Reads "<N>" and returns N; nothing if the text does not begin so.
  std::optional<std::size_t> run() {
    if (!m_text.starts_with('<')) return std::nullopt;
    const std::size_t close = m_text.find('>');
    if (close == std::string_view::npos) return std::nullopt;
    std::size_t count = 0;
    const char* end = m_text.data() + close;
    const auto read = std::from_chars(m_text.data() + 1, end, count);
    if (read.ec != std::errc() || read.ptr != end || count < 2 || count > kColors)
      return std::nullopt;
    m_text.remove_prefix(close + 1);
    return count;
  }

  std::optional<Rgb> color() {
    const bool isHex = m_text.starts_with('#');
    if (isHex) m_text.remove_prefix(1);
    const std::size_t width = isHex ? 2 : 1;
    if (m_text.size() < 3 * width) return std::nullopt;
    std::array<std::uint8_t, 3> channels{};
    for (std::uint8_t& channel : channels) {
      const auto value = isHex ? channelOfHex(m_text) : channelOfLevel(m_text);
      if (!value) return std::nullopt;
      channel = *value;
      m_text.remove_prefix(width);
    }
    return Rgb{channels[0], channels[1], channels[2]};
  }

  bool isAtRun() const { return m_text.starts_with('<'); }

 private:
  std::string_view m_text;
};

// Adds `count` colours between the last one and `next`, and `next` itself.
void addRun(std::vector<Rgb>& colors, std::size_t count, Rgb next) {
  const Rgb from = colors.back();
  const int steps = static_cast<int>(count) + 1;
  for (int i = 1; i < steps; ++i) {
    const auto mixed = [&](int a, int b) {
      return static_cast<std::uint8_t>((i * b + (steps - i) * a + steps / 2) / steps);
    };
    colors.push_back(
        {mixed(from.red, next.red), mixed(from.green, next.green), mixed(from.blue, next.blue)});
  }
  colors.push_back(next);
}

}  // namespace

Result<std::vector<Rgb>> parseFractintColors(std::string_view text) {
  std::vector<Rgb> colors;
  ColorWords words(text);
  while (!words.atEnd()) {
    std::size_t count = 0;
    if (words.isAtRun()) {
      const auto run = words.run();
      if (!run || colors.empty()) return badColors("a <N> that leads nowhere");
      count = *run;
    }
    const auto next = words.color();
    if (!next) return badColors("a character that is none of a colour's");
    if (colors.size() + count + 1 > kColors) return badColors("more than 256 colours");
    if (count == 0)
      colors.push_back(*next);
    else
      addRun(colors, count, *next);
  }
  if (colors.empty()) return badColors("no colours");
  colors.resize(kColors, kLeftOut);
  return colors;
}

color::Coloring fractintColoring(const std::vector<Rgb>& colors, std::size_t inside) {
  FATOU_CHECK(colors.size() == kColors && inside < kColors);
  const Palette palette{.name = {},
                        .cyclic = true,
                        .colors = {colors.begin() + 1, colors.end()},
                        .interior = colors[inside]};
  color::Coloring coloring;
  coloring.gradient = gradientThrough(palette);
  coloring.interior = colors[inside];
  coloring.mapping = color::Mapping::Linear;
  coloring.density = kCountsOfLinear / static_cast<double>(kColors - 1);
  return coloring;
}

}  // namespace fatou::io

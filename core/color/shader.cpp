// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/shader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/base/check.h"
#include "core/color/count_scale.h"

namespace fatou::color {
namespace {

// How far from the set, in pixels, a line is as strong as can be, and where it has faded out.
constexpr float kLineCore = 0.25F;
constexpr float kLineEnd = 1.0F;

std::uint32_t packed(Rgb color) {
  return 0xff000000U | static_cast<std::uint32_t>(color.red << 16) |
         static_cast<std::uint32_t>(color.green << 8) | color.blue;
}

std::uint64_t packed(Rgb16 color) {
  return std::uint64_t{color.red} << 32 | std::uint64_t{color.green} << 16 | color.blue;
}

template <typename Color>
auto allPacked(const std::vector<Color>& colors) {
  std::vector<decltype(packed(Color{}))> all;
  all.reserve(colors.size() + 1);
  for (const Color color : colors) all.push_back(packed(color));
  return all;
}

template <typename Color>
std::vector<Color> at(const std::vector<Color>& colors, std::span<const std::uint32_t> places) {
  std::vector<Color> chosen;
  chosen.reserve(places.size() + 1);
  for (const std::uint32_t place : places) chosen.push_back(colors[place]);
  return chosen;
}

// Returns PositionRule::periods: the periods at count 1 or, where places go by roots, at the count
// whose root is 1, which is 3.
float periodsOfScale(Mapping mapping, double scale) {
  if (mapping == Mapping::Linear) return static_cast<float>(scale * cyclesAt(mapping, 1.0));
  if (mapping == Mapping::SquareRoot) return static_cast<float>(scale * cyclesAt(mapping, 3.0));
  return 0.0F;
}

// The channels 16 bits apart, so that one product multiplies all of them.
std::uint64_t spread(std::uint32_t color) {
  return (color & 0x00ff00ffU) | std::uint64_t{color & 0x0000ff00U} << 24;
}

// The mean of two spread colours; `weight`, 0 ... 256, is the share of `to`.
std::uint32_t mixed(std::uint64_t from, std::uint64_t to, std::uint64_t weight) {
  const std::uint64_t sum = from * (256 - weight) + to * weight;
  return 0xff000000U | (static_cast<std::uint32_t>(sum >> 8) & 0x00ff00ffU) |
         (static_cast<std::uint32_t>(sum >> 32) & 0x0000ff00U);
}

std::uint64_t mixedWide(std::uint64_t from, std::uint64_t to, std::uint64_t weight) {
  std::uint64_t all = 0;
  for (int shift = 0; shift < 48; shift += 16) {
    const auto channel = [shift](std::uint64_t color) { return color >> shift & 0xffffU; };
    all |= (channel(from) * (256 - weight) + channel(to) * weight) >> 8 << shift;
  }
  return all;
}

// Pixels that are shaded at a time, so that what belongs to them stays in the first-level cache.
constexpr std::size_t kPart = 1024;

// Calls shadePart(first, part) for all parts, first to last.
template <typename ShadePart>
void inParts(const IterationNumbers& samples, const ShadePart& shadePart) {
  const std::size_t size = samples.counts.size();
  FATOU_CHECK(samples.smooth.empty() || samples.smooth.size() == size);
  FATOU_CHECK(samples.distance.empty() || samples.distance.size() == size);
  FATOU_CHECK(samples.cycles.empty() || samples.cycles.size() == size);
  for (std::size_t first = 0; first < size; first += kPart)
    shadePart(first, samples.part(first, std::min(kPart, size - first)));
}

template <typename Color, typename Mix>
void drawLines(std::span<const float> distance, std::span<Color> colors, const Mix& mix) {
  constexpr float slope = 256.0F / (kLineEnd - kLineCore);
  for (std::size_t i = 0; i < colors.size(); ++i) {
    if (!(distance[i] < kLineEnd)) continue;  // skips NaN, too
    const float weight = std::min((kLineEnd - distance[i]) * slope, 256.0F);
    colors[i] = mix(colors[i], static_cast<std::uint64_t>(weight));
  }
}

void drawLines(std::span<const float> distance, std::uint32_t line,
               std::span<std::uint32_t> colors) {
  drawLines(distance, colors, [to = spread(line)](std::uint32_t from, std::uint64_t weight) {
    return mixed(spread(from), to, weight);
  });
}

void drawLines(std::span<const float> distance, std::uint64_t line,
               std::span<std::uint64_t> colors) {
  drawLines(distance, colors, [line](std::uint64_t from, std::uint64_t weight) {
    return mixedWide(from, line, weight);
  });
}

const std::vector<Rgb>& basinTable(std::span<std::uint32_t> /*colors*/) {
  return BasinColors::table();
}
const std::vector<Rgb16>& basinTable(std::span<std::uint64_t> /*colors*/) {
  return BasinColors::wideTable();
}

template <typename Color>
void paintBasins(const BasinColors& basins, const IterationNumbers& samples,
                 std::span<Color> colors) {
  const auto& table = basinTable(colors);
  for (std::size_t i = 0; i < colors.size(); ++i)
    if (samples.cycles[i] > 0)
      colors[i] = packed(table[basins.placeOf(samples.cycles[i], samples.counts[i])]);
}

// A store of four bytes is faster than three of one; the next pixel covers the fourth.
void putBytes(std::span<const std::uint32_t> rgb32, std::span<std::uint8_t> rgb) {
  const auto bytes = [](std::uint32_t c) {  // red, green, blue and 0 as they lie in memory
    return std::endian::native == std::endian::little ? __builtin_bswap32(c << 8) : c << 8;
  };
  std::uint8_t* to = rgb.data();
  for (const std::uint32_t color : rgb32.first(rgb32.size() - 1)) {
    const std::uint32_t all = bytes(color);
    std::memcpy(to, &all, 4);
    to += 3;
  }
  const std::uint32_t last = bytes(rgb32.back());
  std::memcpy(to, &last, 3);
}

}  // namespace

Shader::Shader(const Coloring& coloring, std::int32_t tmax, const Equalization& equalization,
               Depth depth)
    : m_rule{.start = static_cast<float>(coloring.offset - std::floor(coloring.offset)),
             .tmax = tmax},
      m_mapping(coloring.mapping),
      m_smooth(coloring.smooth),
      m_lines(coloring.distanceLines),
      m_scale(std::clamp(coloring.density, 0.0, kMaxDensity) / periodOf(coloring.gradient)),
      m_basins(coloring) {
  FATOU_CHECK(tmax >= 1 && std::isfinite(m_scale) && std::isfinite(m_rule.start));
  if (m_mapping == Mapping::Linear)
    m_rule.scale = PositionRule::Scale::Linear;
  else if (m_mapping == Mapping::SquareRoot)
    m_rule.scale = PositionRule::Scale::Root;
  m_rule.periods = periodsOfScale(m_mapping, m_scale);
  const Places places = isByEntry() ? placesOfEntries(equalization) : Places();
  m_rule.last = static_cast<std::int32_t>(places.size()) - 1;
  m_rule.interior = isByEntry() ? static_cast<std::uint32_t>(places.size()) : kPositions;
  const auto table = [&](const auto& cycle, auto interior) {
    auto colors = allPacked(cycle);
    if (isByEntry()) colors = at(colors, places);
    colors.push_back(packed(interior));
    return colors;
  };
  if (depth == Depth::Eight)
    m_colors = table(expanded(coloring.gradient, kPositions), coloring.interior);
  else
    m_wideColors = table(expanded16(coloring.gradient, kPositions), widened(coloring.interior));
}

// Where in the gradient's period each entry of the scale of counts is. Logarithm and rank are as
// smooth as that scale, so that one look-up does all. The other two grow faster: with entries for
// them, high counts would share colours.
Shader::Places Shader::placesOfEntries(const Equalization& equalization) const {
  const std::uint32_t entries = entryOf(static_cast<float>(m_rule.tmax)) + 1;
  Places places;
  places.reserve(entries);
  for (std::uint32_t entry = 0; entry < entries; ++entry) {
    const double count = firstCountOf(entry);
    if (!m_smooth && entry > 0 && count != std::floor(count)) {
      places.push_back(places.back());  // no whole count begins here: the one before reaches on
      continue;
    }
    const double cycles =
        m_mapping == Mapping::Equalized ? equalization.rank(count) : cyclesAt(m_mapping, count);
    places.push_back(positionAtPeriods(static_cast<float>(cycles * m_scale) + m_rule.start));
  }
  return places;
}

// Finds all places before it looks up any colour: the first loop runs in vectors, and no look-up of
// the second one waits for another.
template <typename Color>
void Shader::lookUp(const IterationNumbers& samples, const std::vector<Color>& colors,
                    std::span<Color> pixels) const {
  std::array<std::uint32_t, kPart> room;
  const auto places = std::span(room).first(pixels.size());
  findPositions(m_rule, samples.counts, m_smooth ? samples.smooth : std::span<const float>(),
                places);
  for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = colors[places[i]];
  if (!samples.cycles.empty()) paintBasins(m_basins, samples, pixels);
  if (m_lines && !samples.distance.empty()) drawLines(samples.distance, colors.back(), pixels);
}

void Shader::shade(const IterationNumbers& samples, std::span<std::uint32_t> rgb32) const {
  FATOU_CHECK(rgb32.size() == samples.counts.size() && !m_colors.empty());
  inParts(samples, [&](std::size_t first, const IterationNumbers& some) {
    lookUp(some, m_colors, rgb32.subspan(first, some.counts.size()));
  });
}

void Shader::shade(const IterationNumbers& samples, std::span<std::uint8_t> rgb) const {
  FATOU_CHECK(rgb.size() == 3 * samples.counts.size() && !m_colors.empty());
  std::array<std::uint32_t, kPart> room;
  inParts(samples, [&](std::size_t first, const IterationNumbers& some) {
    const auto pixels = std::span(room).first(some.counts.size());
    lookUp(some, m_colors, pixels);
    putBytes(pixels, rgb.subspan(3 * first, 3 * pixels.size()));
  });
}

void Shader::shade(const IterationNumbers& samples, std::span<std::uint64_t> rgb16) const {
  FATOU_CHECK(rgb16.size() == samples.counts.size() && !m_wideColors.empty());
  inParts(samples, [&](std::size_t first, const IterationNumbers& some) {
    lookUp(some, m_wideColors, rgb16.subspan(first, some.counts.size()));
  });
}

}  // namespace fatou::color

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/shader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/base/check.h"
#include "core/color/count_scale.h"

namespace fatou::color {
namespace {

// Places in one period of a gradient: half an 8-bit step where it runs from black to white in a
// twentieth of it, and 16 KiB, half the first-level cache.
constexpr std::size_t kCycle = 4096;

// Whole periods, so that no count is below place 0, where rounding to zero would be rounding up.
constexpr double kPeriodsBelow = 65'536.0;

// How far from the set, in pixels, a line is as strong as can be, and where it has faded out.
constexpr float kLineCore = 0.5F;
constexpr float kLineEnd = 1.5F;

std::uint32_t packed(Rgb color) {
  return 0xff000000U | static_cast<std::uint32_t>(color.red << 16) |
         static_cast<std::uint32_t>(color.green << 8) | color.blue;
}

std::size_t inCycle(double place) {
  return static_cast<std::uint64_t>(place) & (kCycle - 1);
}

// -8 of what is no number.
float bounded(float count) {
  return std::max(-kCountLift, std::min(count, 4e9F));
}

// `weight` of 256 parts are `to`; two channels at once.
std::uint32_t mixed(std::uint32_t from, std::uint32_t to, std::uint32_t weight) {
  constexpr std::uint32_t redBlue = 0x00ff00ff;
  const std::uint32_t rest = 256 - weight;
  const std::uint32_t rb = ((from & redBlue) * rest + (to & redBlue) * weight) >> 8;
  const std::uint32_t g = ((from >> 8 & 0xff) * rest + (to >> 8 & 0xff) * weight) >> 8;
  return 0xff000000U | (rb & redBlue) | g << 8;
}

Samples part(const Samples& samples, std::size_t first, std::size_t size) {
  const auto cut = [&](auto span) { return span.empty() ? span : span.subspan(first, size); };
  return {.counts = cut(samples.counts),
          .smooth = cut(samples.smooth),
          .distance = cut(samples.distance)};
}

// A store of four bytes is faster than three of one; the next pixel covers the fourth.
void putBytes(std::span<const std::uint32_t> rgb32, std::span<std::uint8_t> rgb) {
  const auto bytes = [](std::uint32_t c) {
    return std::array<std::uint8_t, 4>{static_cast<std::uint8_t>(c >> 16),
                                       static_cast<std::uint8_t>(c >> 8),
                                       static_cast<std::uint8_t>(c), 0};
  };
  std::uint8_t* to = rgb.data();
  for (const std::uint32_t color : rgb32.first(rgb32.size() - 1)) {
    std::memcpy(to, bytes(color).data(), 4);
    to += 3;
  }
  std::memcpy(to, bytes(rgb32.back()).data(), 3);
}

}  // namespace

Shader::Shader(const Coloring& coloring, std::int32_t tmax, const Equalization& equalization)
    : m_tmax(tmax),
      m_mapping(coloring.mapping),
      m_smooth(coloring.smooth),
      m_lines(coloring.distanceLines),
      m_scale(static_cast<double>(kCycle) * coloring.density / periodOf(coloring.gradient)),
      m_start(static_cast<double>(kCycle) *
              (kPeriodsBelow + coloring.offset - std::floor(coloring.offset))) {
  FATOU_CHECK(tmax >= 1 && std::isfinite(m_scale) && std::isfinite(m_start));
  m_start += 0.5;  // to the nearest place
  fillCycle(coloring.gradient);
  if (isByEntry()) fillEntries(equalization);
  m_colors.push_back(packed(coloring.interior));
}

void Shader::fillCycle(const Gradient& gradient) {
  m_colors.reserve(kCycle + 1);
  for (const Rgb color : expanded(gradient, kCycle)) m_colors.push_back(packed(color));
}

// Logarithm and rank are as smooth as the scale of the entries, so that one look-up does all. The
// other two grow faster: with entries for them, high counts would share colours.
void Shader::fillEntries(const Equalization& equalization) {
  const std::vector<std::uint32_t> cycle = std::move(m_colors);
  const std::uint32_t entries = entryOf(static_cast<float>(m_tmax)) + 1;
  m_colors.clear();
  m_colors.reserve(entries + 1);
  for (std::uint32_t entry = 0; entry < entries; ++entry) {
    const double count = firstCountOf(entry);
    const double cycles =
        m_mapping == Mapping::Equalized ? equalization.rank(count) : cyclesAt(m_mapping, count);
    m_colors.push_back(cycle[inCycle(cycles * m_scale + m_start)]);
  }
}

// Choosing a place instead of a colour keeps branches that cannot be foretold out of the loop.
template <typename PlaceAt>
void Shader::lookUp(std::span<const std::int32_t> counts, const PlaceAt& placeAt,
                    std::span<std::uint32_t> rgb32) const {
  const std::uint32_t* colors = m_colors.data();
  const std::size_t interior = m_colors.size() - 1;
  const std::int32_t tmax = m_tmax;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::size_t place = placeAt(i);
    rgb32[i] = colors[counts[i] == tmax ? interior : place];
  }
}

template <typename CountAt>
void Shader::shadeBy(std::span<const std::int32_t> counts, const CountAt& countAt,
                     std::span<std::uint32_t> rgb32) const {
  const double start = m_start;
  if (isByEntry()) {
    const auto last = static_cast<std::uint32_t>(m_colors.size() - 2);
    lookUp(
        counts, [&, last](std::size_t i) { return std::min(entryOf(countAt(i)), last); }, rgb32);
  } else if (m_mapping == Mapping::Linear) {
    const double scale = m_scale * cyclesAt(Mapping::Linear, 1.0);
    const auto place = [&, scale, start](std::size_t i) {
      return inCycle(static_cast<double>(bounded(countAt(i))) * scale + start);
    };
    lookUp(counts, place, rgb32);
  } else {
    const double scale = m_scale * cyclesAt(Mapping::SquareRoot, 3.0);  // sqrt(1 + 3) - 1 is 1
    const auto place = [&, scale, start](std::size_t i) {
      const float count = bounded(countAt(i));
      const float root = std::sqrt(1.0F + std::max(count, 0.0F)) - 1.0F;
      return inCycle(static_cast<double>(root + 0.5F * std::min(count, 0.0F)) * scale + start);
    };
    lookUp(counts, place, rgb32);
  }
}

void Shader::shade(const Samples& samples, std::span<std::uint32_t> rgb32) const {
  const std::span<const std::int32_t> counts = samples.counts;
  FATOU_CHECK(rgb32.size() == counts.size());
  if (m_smooth && !samples.smooth.empty()) {
    FATOU_CHECK(samples.smooth.size() == counts.size());
    shadeBy(
        counts, [smooth = samples.smooth.data()](std::size_t i) { return smooth[i]; }, rgb32);
  } else {
    shadeBy(
        counts, [whole = counts.data()](std::size_t i) { return static_cast<float>(whole[i]); },
        rgb32);
  }
  if (m_lines && !samples.distance.empty()) drawLines(samples.distance, rgb32);
}

void Shader::drawLines(std::span<const float> distance, std::span<std::uint32_t> rgb32) const {
  FATOU_CHECK(distance.size() == rgb32.size());
  const std::uint32_t line = m_colors.back();
  for (std::size_t i = 0; i < rgb32.size(); ++i) {
    if (!(distance[i] < kLineEnd)) continue;  // nor what is no number
    const float share = std::min(1.0F, (kLineEnd - distance[i]) / (kLineEnd - kLineCore));
    rgb32[i] = mixed(rgb32[i], line, static_cast<std::uint32_t>(256.0F * share));
  }
}

void Shader::shade(const Samples& samples, std::span<std::uint8_t> rgb) const {
  FATOU_CHECK(rgb.size() == 3 * samples.counts.size());
  std::array<std::uint32_t, 1024> room;
  for (std::size_t first = 0; first < samples.counts.size(); first += room.size()) {
    const std::size_t size = std::min(room.size(), samples.counts.size() - first);
    const auto rgb32 = std::span(room).first(size);
    shade(part(samples, first, size), rgb32);
    putBytes(rgb32, rgb.subspan(3 * first, 3 * size));
  }
}

}  // namespace fatou::color

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

// How far from the set, in pixels, a line is as strong as can be, and where it has faded out.
constexpr float kLineCore = 0.25F;
constexpr float kLineEnd = 1.0F;

std::uint32_t packed(Rgb color) {
  return 0xff000000U | static_cast<std::uint32_t>(color.red << 16) |
         static_cast<std::uint32_t>(color.green << 8) | color.blue;
}

// The place that many periods from the gradient's beginning. Without floor(), which the smallest
// instruction set has no vectors for; whole periods are taken off first, so that high counts keep
// their digits. `periods` is at least -1024 and less than 2^30.
std::uint32_t placeAt(float periods) {
  constexpr auto places = static_cast<float>(kCycle);
  const float fraction = periods - static_cast<float>(static_cast<std::int32_t>(periods));
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(fraction * places + places + 0.5F)) &
         (kCycle - 1);
}

// The count, kept to -8 ... 2^31; -8 of what is no number, because of the order of the arguments.
float bounded(float count) {
  return std::max(-kCountLift, std::min(count, 0x1p31F));
}

// The channels 16 bits apart, so that one product is all of theirs.
std::uint64_t spread(std::uint32_t color) {
  return (color & 0x00ff00ffU) | std::uint64_t{color & 0x0000ff00U} << 24;
}

// `weight` of 256 parts are `to`.
std::uint32_t mixed(std::uint64_t from, std::uint64_t to, std::uint64_t weight) {
  const std::uint64_t sum = from * (256 - weight) + to * weight;
  return 0xff000000U | (static_cast<std::uint32_t>(sum >> 8) & 0x00ff00ffU) |
         (static_cast<std::uint32_t>(sum >> 32) & 0x0000ff00U);
}

Samples part(const Samples& samples, std::size_t first, std::size_t size) {
  const auto cut = [&](auto span) { return span.empty() ? span : span.subspan(first, size); };
  return {.counts = cut(samples.counts),
          .smooth = cut(samples.smooth),
          .distance = cut(samples.distance)};
}

void drawLines(std::span<const float> distance, std::uint32_t line,
               std::span<std::uint32_t> rgb32) {
  constexpr float slope = 256.0F / (kLineEnd - kLineCore);
  const std::uint64_t to = spread(line);
  for (std::size_t i = 0; i < rgb32.size(); ++i) {
    if (!(distance[i] < kLineEnd)) continue;  // nor what is no number
    const float weight = std::min((kLineEnd - distance[i]) * slope, 256.0F);
    rgb32[i] = mixed(spread(rgb32[i]), to, static_cast<std::uint64_t>(weight));
  }
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
      m_scale(std::clamp(coloring.density, 0.0, kMaxDensity) / periodOf(coloring.gradient)),
      m_start(static_cast<float>(coloring.offset - std::floor(coloring.offset))) {
  FATOU_CHECK(tmax >= 1 && std::isfinite(m_scale) && std::isfinite(m_start));
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
    if (!m_smooth && entry > 0 && count != std::floor(count)) {
      m_colors.push_back(m_colors.back());  // no whole count begins here: the one before reaches on
      continue;
    }
    const double cycles =
        m_mapping == Mapping::Equalized ? equalization.rank(count) : cyclesAt(m_mapping, count);
    m_colors.push_back(cycle[placeAt(static_cast<float>(cycles * m_scale) + m_start)]);
  }
}

template <typename PlaceOf>
void Shader::findPlaces(const Samples& samples, const PlaceOf& placeOf, Places places) const {
  const auto findBy = [&placeOf, places](const auto* values) {
    for (std::size_t i = 0; i < places.size(); ++i)
      places[i] = placeOf(static_cast<float>(values[i]));
  };
  if (m_smooth && !samples.smooth.empty())
    findBy(samples.smooth.data());
  else
    findBy(samples.counts.data());
}

void Shader::findPlaces(const Samples& samples, Places places) const {
  const float start = m_start;
  if (isByEntry()) {
    const auto last = static_cast<std::int32_t>(m_colors.size() - 2);
    const auto entry = [last](float count) {
      return static_cast<std::uint32_t>(std::min(static_cast<std::int32_t>(entryOf(count)), last));
    };
    findPlaces(samples, entry, places);
  } else if (m_mapping == Mapping::Linear) {
    const auto periods = static_cast<float>(m_scale * cyclesAt(Mapping::Linear, 1.0));
    const auto place = [=](float count) { return placeAt(bounded(count) * periods + start); };
    findPlaces(samples, place, places);
  } else {
    const auto periods = static_cast<float>(m_scale * cyclesAt(Mapping::SquareRoot, 3.0));
    const auto place = [=](float count) {
      const float all = bounded(count);
      const float above = std::max(0.0F, all);
      return placeAt((std::sqrt(1.0F + above) - 1.0F + 0.5F * (all - above)) * periods + start);
    };
    findPlaces(samples, place, places);
  }
}

// In parts that stay in the first-level cache. The places first and the colours after them: the
// compiler makes vectors of the one loop, and the other waits for nothing.
template <typename Put>
void Shader::shadeParts(const Samples& samples, const Put& put) const {
  std::array<std::uint32_t, 1024> room;
  const std::size_t size = samples.counts.size();
  const std::size_t interior = m_colors.size() - 1;
  FATOU_CHECK(samples.smooth.empty() || samples.smooth.size() == size);
  FATOU_CHECK(samples.distance.empty() || samples.distance.size() == size);
  for (std::size_t first = 0; first < size; first += room.size()) {
    const auto pixels = std::span(room).first(std::min(room.size(), size - first));
    const Samples some = part(samples, first, pixels.size());
    findPlaces(some, pixels);
    for (std::size_t i = 0; i < pixels.size(); ++i)
      pixels[i] = m_colors[some.counts[i] == m_tmax ? interior : pixels[i]];
    if (m_lines && !some.distance.empty()) drawLines(some.distance, m_colors.back(), pixels);
    put(first, pixels);
  }
}

void Shader::shade(const Samples& samples, std::span<std::uint32_t> rgb32) const {
  FATOU_CHECK(rgb32.size() == samples.counts.size());
  shadeParts(samples, [&](std::size_t first, std::span<const std::uint32_t> pixels) {
    std::ranges::copy(pixels, rgb32.subspan(first).begin());
  });
}

void Shader::shade(const Samples& samples, std::span<std::uint8_t> rgb) const {
  FATOU_CHECK(rgb.size() == 3 * samples.counts.size());
  shadeParts(samples, [&](std::size_t first, std::span<const std::uint32_t> pixels) {
    putBytes(pixels, rgb.subspan(3 * first, 3 * pixels.size()));
  });
}

}  // namespace fatou::color

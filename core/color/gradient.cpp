// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/gradient.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <span>

#include "core/base/check.h"
#include "core/color/oklab.h"

namespace fatou::color {
namespace {

struct OklabStop {
  double position;
  Oklab color;
};

// The stops in Oklab. A cyclic gradient has its last stop once more before position 0 and its first
// one after 1, so that its ends need no case of their own.
std::vector<OklabStop> oklabStops(const Gradient& gradient) {
  FATOU_CHECK(!gradient.stops.empty());
  std::vector<OklabStop> stops;
  stops.reserve(gradient.stops.size() + 2);
  if (gradient.cyclic)
    stops.push_back({gradient.stops.back().position - 1.0, toOklab(gradient.stops.back().color)});
  for (const GradientStop& stop : gradient.stops)
    stops.push_back({stop.position, toOklab(stop.color)});
  if (gradient.cyclic)
    stops.push_back({gradient.stops.front().position + 1.0, toOklab(gradient.stops.front().color)});
  return stops;
}

Oklab colorAt(std::span<const OklabStop> stops, double position) {
  const auto above =
      std::upper_bound(stops.begin(), stops.end(), position,
                       [](double p, const OklabStop& stop) { return p < stop.position; });
  if (above == stops.begin()) return stops.front().color;
  if (above == stops.end()) return stops.back().color;
  const OklabStop& left = *(above - 1);
  const double gap = above->position - left.position;
  return mix(left.color, above->color, (position - left.position) / gap);
}

// The position, 0 ... 1, at `place` of a period: the second half of a period that goes there and
// back is the first one backwards.
double folded(const Gradient& gradient, double place) {
  return gradient.cyclic ? place : 1.0 - std::abs(1.0 - place);
}

template <typename Color>
std::vector<Color> expandedAs(const Gradient& gradient, std::size_t entries,
                              Color (*toColor)(const Oklab&)) {
  const std::vector<OklabStop> stops = oklabStops(gradient);
  const double step = periodOf(gradient) / static_cast<double>(entries);
  std::vector<Color> colors;
  colors.reserve(entries);
  for (std::size_t i = 0; i < entries; ++i)
    colors.push_back(toColor(colorAt(stops, folded(gradient, static_cast<double>(i) * step))));
  return colors;
}

bool isNear(Rgb a, Rgb b, int tolerance) {
  return std::abs(a.red - b.red) <= tolerance && std::abs(a.green - b.green) <= tolerance &&
         std::abs(a.blue - b.blue) <= tolerance;
}

// Whether the colours of all stops between are near a straight line from the first stop to the
// last.
bool isStraight(std::span<const GradientStop> stops, int tolerance) {
  const Oklab from = toOklab(stops.front().color);
  const Oklab to = toOklab(stops.back().color);
  const double gap = stops.back().position - stops.front().position;
  return std::ranges::all_of(stops.subspan(1, stops.size() - 2), [&](const GradientStop& stop) {
    const double share = (stop.position - stops.front().position) / gap;
    return isNear(toRgb(mix(from, to, share)), stop.color, tolerance);
  });
}

}  // namespace

Gradient Gradient::defaultGradient() {
  return {.name = "Fatou",
          .description = "Night blue through cream and amber to wine: the default",
          .stops = {{0.000, {0x0b, 0x1f, 0x4f}},
                    {0.170, {0x22, 0x56, 0xa6}},
                    {0.340, {0x68, 0xb5, 0xe1}},
                    {0.470, {0xfb, 0xf5, 0xe2}},
                    {0.620, {0xf5, 0xb9, 0x5b}},
                    {0.750, {0xcb, 0x5c, 0x36}},
                    {0.850, {0x82, 0x24, 0x40}},
                    {0.935, {0x28, 0x10, 0x38}}},
          .cyclic = true,
          .interior = {0x0b, 0x0d, 0x14}};
}

Rgb colorAt(const Gradient& gradient, double position) {
  const double place = gradient.cyclic ? position - std::floor(position) : position;
  return toRgb(colorAt(oklabStops(gradient), place));
}

std::vector<Rgb> expanded(const Gradient& gradient, std::size_t entries) {
  return expandedAs<Rgb>(gradient, entries, toRgb);
}

std::vector<Rgb16> expanded16(const Gradient& gradient, std::size_t entries) {
  return expandedAs<Rgb16>(gradient, entries, toRgb16);
}

Gradient simplified(const Gradient& gradient, int tolerance) {
  Gradient result = gradient;
  std::span<const GradientStop> rest = gradient.stops;
  if (rest.size() < 3) return result;
  result.stops.assign(1, rest.front());
  while (rest.size() > 1) {
    std::size_t last = 1;  // the farthest stop that may come next, found one by one
    while (last + 1 < rest.size() && isStraight(rest.first(last + 2), tolerance)) ++last;
    rest = rest.subspan(last);
    result.stops.push_back(rest.front());
  }
  return result;
}

// A cyclic gradient keeps a stop at 0 at 0, as its beginning is its end, too.
Gradient reversed(const Gradient& gradient) {
  Gradient result = gradient;
  std::ranges::reverse(result.stops);
  for (GradientStop& stop : result.stops) {
    stop.position = 1.0 - stop.position;
    if (gradient.cyclic) stop.position -= std::floor(stop.position);
  }
  std::ranges::stable_sort(result.stops, {}, &GradientStop::position);
  return result;
}

Gradient spreadEvenly(const Gradient& gradient) {
  Gradient result = gradient;
  const std::size_t steps = result.stops.size() - (gradient.cyclic ? 0 : 1);
  for (std::size_t i = 0; i < result.stops.size() && steps > 0; ++i)
    result.stops[i].position = static_cast<double>(i) / static_cast<double>(steps);
  return result;
}

}  // namespace fatou::color

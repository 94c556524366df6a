// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/oklab.h"

#include <cmath>
#include <limits>

#include "core/color/srgb.h"

namespace fatou::color {
namespace {

struct Light {
  double red;
  double green;
  double blue;
};

// The matrices are those of the publication named in the header.
Light lightOf(const Oklab& c) {
  const double l = c.lightness + 0.3963377774 * c.greenToRed + 0.2158037573 * c.blueToYellow;
  const double m = c.lightness - 0.1055613458 * c.greenToRed - 0.0638541728 * c.blueToYellow;
  const double s = c.lightness - 0.0894841775 * c.greenToRed - 1.2914855480 * c.blueToYellow;
  const double l3 = l * l * l;
  const double m3 = m * m * m;
  const double s3 = s * s * s;
  return {.red = 4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3,
          .green = -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3,
          .blue = -0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3};
}

template <typename Channel>
Channel channelOf(double light) {
  return static_cast<Channel>(std::lround(fromLinear(light) * std::numeric_limits<Channel>::max()));
}

}  // namespace

Oklab toOklab(Rgb color) {
  const double r = toLinear(color.red / 255.0);
  const double g = toLinear(color.green / 255.0);
  const double b = toLinear(color.blue / 255.0);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {.lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          .greenToRed = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          .blueToYellow = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

Rgb toRgb(const Oklab& color) {
  const Light light = lightOf(color);
  return {.red = channelOf<std::uint8_t>(light.red),
          .green = channelOf<std::uint8_t>(light.green),
          .blue = channelOf<std::uint8_t>(light.blue)};
}

Rgb16 toRgb16(const Oklab& color) {
  const Light light = lightOf(color);
  return {.red = channelOf<std::uint16_t>(light.red),
          .green = channelOf<std::uint16_t>(light.green),
          .blue = channelOf<std::uint16_t>(light.blue)};
}

Oklab mix(const Oklab& from, const Oklab& to, double share) {
  return {.lightness = std::lerp(from.lightness, to.lightness, share),
          .greenToRed = std::lerp(from.greenToRed, to.greenToRed, share),
          .blueToYellow = std::lerp(from.blueToYellow, to.blueToYellow, share)};
}

}  // namespace fatou::color

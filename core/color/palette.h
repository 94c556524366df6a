// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fatou::color {

// A colour as screens and picture files hold it: sRGB, 8 bits a channel.
struct Rgb {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  friend bool operator==(const Rgb&, const Rgb&) = default;
};

// A colour at a place along the gradient, 0 <= position < 1.
struct GradientStop {
  double position = 0.0;
  Rgb color;

  friend bool operator==(const GradientStop&, const GradientStop&) = default;
};

// What turns iteration counts into colours: data only, so that a palette can live in a file.
//
// A count J is at phase log2(1 + J / lift) / octavesPerCycle of the gradient, which
// repeats with period 1. The logarithm gives every doubling of the count the same share of the
// gradient, so pictures of 50 and of 50,000 counts both use all of it; counts well below `lift`,
// the wide bands far from the set, are kept gently apart.
struct Palette {
  std::string name;
  std::vector<GradientStop> stops;  // by rising position; the last runs into the first
  Rgb interior;                     // of the points that never escaped
  double octavesPerCycle = 1.0;
  double lift = 1.0;

  static Palette defaultPalette();

  friend bool operator==(const Palette&, const Palette&) = default;
};

// The gradient at `phase`, of which only the fraction counts. Between stops the colour moves
// straight through Oklab, where equal steps look equally large.
Rgb gradientColor(const Palette& palette, double phase);

}  // namespace fatou::color

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <tuple>
#include <vector>

#include "core/color/rgb.h"

namespace fatou::color {

// A colour at a place along the gradient, 0 ... 1.
struct GradientStop {
  double position = 0.0;
  Rgb color;

  friend bool operator==(const GradientStop&, const GradientStop&) = default;
  static constexpr auto kFields = std::tuple(&GradientStop::position, &GradientStop::color);
};

// A run of colours: data only, so that it can live in a file.
//
// Between stops the colour moves straight through Oklab, where equal steps look equally large. A
// cyclic gradient's last stop runs into its first. Another ends where it ends, and is run through
// backwards when it is repeated, so that no gradient has a seam.
struct Gradient {
  std::string name;
  std::string description;          // one line for the reader of a list
  std::vector<GradientStop> stops;  // at least one, by rising position
  bool cyclic = true;
  Rgb interior;  // what suits the points that never escaped

  static Gradient defaultGradient();

  friend bool operator==(const Gradient&, const Gradient&) = default;
  static constexpr auto kFields =
      std::tuple(&Gradient::name, &Gradient::description, &Gradient::stops, &Gradient::cyclic,
                 &Gradient::interior);
};

// The most stops a gradient may have; what reads and edits gradients keeps to it.
inline constexpr std::size_t kMaxStops = 4096;

// The colour at `position`: of a cyclic gradient only the fraction counts, of another what lies
// beyond the ends is the end's colour.
Rgb colorAt(const Gradient& gradient, double position);

// The length of a period: a cyclic gradient repeats after 1, any other goes there and back in 2.
inline double periodOf(const Gradient& gradient) {
  return gradient.cyclic ? 1.0 : 2.0;
}

// One period in `entries` equal steps, entry 0 at position 0.
std::vector<Rgb> expanded(const Gradient& gradient, std::size_t entries);
std::vector<Rgb16> expanded16(const Gradient& gradient, std::size_t entries);

// The same run of colours with as few of its stops as keep every stop's colour within `tolerance`
// of 255 in each channel: samples of a smooth run become a handful that can be edited.
Gradient simplified(const Gradient& gradient, int tolerance);

// The run of colours from its end to its beginning.
Gradient reversed(const Gradient& gradient);
// A gradient of the same colours at equal distances.
Gradient spreadEvenly(const Gradient& gradient);

}  // namespace fatou::color

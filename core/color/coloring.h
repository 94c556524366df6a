// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/color/palette.h"

namespace fatou::color {

// How a count becomes a place along the gradient.
enum class Mapping { Linear, Logarithm, SquareRoot, Equalized };

// A cyclic run of colours: data only, so that it can live in a file.
struct Gradient {
  std::string name;
  std::vector<GradientStop> stops;  // by rising position; the last runs into the first

  friend bool operator==(const Gradient&, const Gradient&) = default;
};

// Everything that turns an iteration field into colours. Changing it never recomputes J.
struct Coloring {
  Gradient gradient;
  Rgb interior;  // of the points that never escaped
  Mapping mapping = Mapping::Logarithm;
  double density = 1.0;        // how often the gradient repeats, relative to the mapping's default
  double offset = 0.0;         // where the gradient begins, 0 ... 1
  bool smooth = true;          // by the smooth count; else banded, by J
  bool distanceLines = false;  // darken what is within about a pixel of the Julia set

  static Coloring defaultColoring();

  friend bool operator==(const Coloring&, const Coloring&) = default;
};

// The numbers of some pixels, side by side; smooth and distance are empty where not computed.
struct Samples {
  std::span<const std::int32_t> counts;
  std::span<const float> smooth;
  std::span<const float> distance;
};

}  // namespace fatou::color

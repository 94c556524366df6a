// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <tuple>

#include "core/color/gradient.h"
#include "core/color/rgb.h"

namespace fatou::color {

// How a count becomes a place along the gradient; cyclesAt() says it in numbers.
enum class Mapping { Linear, Logarithm, SquareRoot, Equalized };

// What the window and files allow; a Shader keeps to the upper end.
inline constexpr double kMinDensity = 1.0 / 32.0;
inline constexpr double kMaxDensity = 32.0;

// Everything that turns an iteration field into colours. Changing it never recomputes J.
struct Coloring {
  Gradient gradient;
  Rgb interior;  // of the points that never escaped, and of distance lines
  Mapping mapping = Mapping::Logarithm;
  double density = 1.0;        // how often the gradient repeats, relative to the mapping's default
  double offset = 0.0;         // where the gradient begins, 0 ... 1 of what repeats
  bool smooth = true;          // by the smooth count; else banded, by J
  bool distanceLines = false;  // draw what is within about a pixel of the Julia set

  static Coloring defaultColoring();

  // Takes another gradient. The interior goes along unless the user has chosen another than the
  // gradient's.
  void takeGradient(const Gradient& other);

  friend bool operator==(const Coloring&, const Coloring&) = default;
  static constexpr auto kFields =
      std::tuple(&Coloring::gradient, &Coloring::interior, &Coloring::mapping, &Coloring::density,
                 &Coloring::offset, &Coloring::smooth, &Coloring::distanceLines);
};

// How far along the gradient a count (J or smooth) is, in lengths of the gradient, at density 1:
//   Linear      n / 64
//   SquareRoot  (sqrt(1 + n) - 1) / 8
//   Logarithm   log2(1 + n / 6) / 4: every doubling of the count has the same share, so pictures
//               of 50 and of 50,000 counts both use all of it; counts well below 6, the wide bands
//               far from the set, are kept gently apart
// Below 0, where smooth counts far outside are, each goes on straight. Equalized has no formula of
// its own: Equalization::rank() is its length.
double cyclesAt(Mapping mapping, double count);

}  // namespace fatou::color

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include <QString>

#include "ui/explorer_state.h"

namespace fatou::ui {

// Sizes of pictures to be exported: on paper, by name, and of the same proportions. Pure.

inline constexpr double kCmPerInch = 2.54;
inline constexpr int kLeastDpi = 10;
inline constexpr int kMostDpi = 2'400;

// The nearest whole number of pixels of a length, at least 1; and back.
std::int64_t pixelsOf(double centimetres, double dpi);
double centimetresOf(std::int64_t pixels, double dpi);

// The other side of a picture of these proportions, at least 1.
std::int64_t heightFor(std::int64_t width, PixelSize proportions);
std::int64_t widthFor(std::int64_t height, PixelSize proportions);

// Whether both differ in scale only, to within half a pixel.
bool haveSameProportions(PixelSize a, PixelSize b);

// A size with a name: as a screen is, or a sheet of paper.
struct NamedSize {
  const char* name;  // to be translated
  PixelSize size;    // upright or lying as on a screen or, of paper, the longer side first
  int dpi = 0;       // 0: no paper
};
std::span<const NamedSize> namedSizes();

// The size as it suits a picture of these proportions: sheets turn upright with it.
PixelSize turnedFor(const NamedSize& named, PixelSize proportions);

// Why no picture can have that many pixels a side; empty where it can.
QString sideProblem(std::int64_t side);

}  // namespace fatou::ui

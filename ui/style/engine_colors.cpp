// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/engine_colors.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/color/oklab.h"

namespace fatou::ui {
namespace {

using color::Oklab;

constexpr double kTurn = 2 * std::numbers::pi;
// With few engines the hues stay near the accent's, which is calmer than opposites.
constexpr double kLargestStep = kTurn / 5.5;
// More hues than this cannot be told apart; further engines repeat them, a little darker or
// lighter.
constexpr int kHues = 8;

Oklab toOklab(const QColor& color) {
  return color::toOklab({static_cast<std::uint8_t>(color.red()),
                         static_cast<std::uint8_t>(color.green()),
                         static_cast<std::uint8_t>(color.blue())});
}

QColor toColor(const Oklab& color) {
  const color::Rgb rgb = color::toRgb(color);
  return {rgb.red, rgb.green, rgb.blue};
}

Oklab engineOklab(int engine, int engines, const QPalette& palette) {
  const Oklab accent = toOklab(palette.color(QPalette::Highlight));
  const double hue = std::atan2(accent.blueToYellow, accent.greenToRed);
  const double chroma = std::hypot(accent.blueToYellow, accent.greenToRed);
  const int hues = std::clamp(engines, 1, kHues);
  const int place = engine % kHues;
  const int round = engine / kHues;
  // Screens show less chroma for other hues than for the accent's blue.
  const double reach = place == 0 ? chroma : std::min(chroma, 0.125);
  const double angle = hue - place * std::min(kTurn / hues, kLargestStep) - round * kTurn / 16;
  const double lightness = place == 0 ? accent.lightness : accent.lightness + 0.06;
  return {.lightness = lightness + (round % 2 == 0 ? 0.0 : 0.1),
          .greenToRed = reach * std::cos(angle),
          .blueToYellow = reach * std::sin(angle)};
}

}  // namespace

QColor engineColor(int engine, int engines, const QPalette& palette) {
  return toColor(engineOklab(engine, engines, palette));
}

QColor alternateEngineColor(int engine, int engines, const QPalette& palette) {
  // Towards the background, so that the shades differ as much on dark as on light.
  const Oklab color = engineOklab(engine, engines, palette);
  return toColor(mix(color, toOklab(palette.color(QPalette::Base)), 0.28));
}

}  // namespace fatou::ui

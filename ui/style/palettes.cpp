// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/palettes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QColor>

namespace fatou::ui {
namespace {

struct Tones {
  QRgb window, field, button, popup, line, edge, border, shadow;
  QRgb text, secondary, disabled, wrong;
  QRgb accent, accentText, tip, tipText;
};

constexpr QRgb kWhite = qRgb(255, 255, 255);

QPalette paletteOf(const Tones& tones) {
  const std::pair<QPalette::ColorRole, QRgb> roles[] = {
      {QPalette::Window, tones.window},    {QPalette::Base, tones.field},
      {QPalette::Button, tones.button},    {QPalette::AlternateBase, tones.popup},
      {QPalette::Mid, tones.line},         {QPalette::Midlight, tones.edge},
      {QPalette::Light, tones.border},     {QPalette::Dark, tones.shadow},
      {QPalette::Shadow, tones.shadow},    {QPalette::WindowText, tones.text},
      {QPalette::Text, tones.text},        {QPalette::ButtonText, tones.text},
      {QPalette::BrightText, tones.wrong}, {QPalette::PlaceholderText, tones.secondary},
      {QPalette::Highlight, tones.accent}, {QPalette::HighlightedText, kWhite},
      {QPalette::Link, tones.accentText},  {QPalette::LinkVisited, tones.accentText},
      {QPalette::ToolTipBase, tones.tip},  {QPalette::ToolTipText, tones.tipText},
  };
  QPalette palette;
  for (const auto& [role, rgb] : roles) palette.setColor(role, QColor(rgb));
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, QColor(tones.disabled));
  palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor(tones.edge));
  return palette;
}

double luminance(const QColor& color) {
  const auto linear = [](double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
         0.0722 * linear(color.blueF());
}

}  // namespace

QPalette darkPalette() {
  return paletteOf({.window = 0xff171b24,
                    .field = 0xff10131a,
                    .button = 0xff222834,
                    .popup = 0xff1e232e,
                    .line = 0xff2a303c,
                    .edge = 0xff3d4554,
                    .border = 0xff6b7486,
                    .shadow = 0xff0b0d12,
                    .text = 0xffe6e9f0,
                    .secondary = 0xff9aa3b5,
                    .disabled = 0xff626b7c,
                    .wrong = 0xffff8080,
                    .accent = 0xff4b66f5,
                    .accentText = 0xff95a6ff,
                    .tip = 0xff2a313e,
                    .tipText = 0xfff0f2f7});
}

QPalette lightPalette() {
  return paletteOf({.window = 0xfff5f6f9,
                    .field = 0xffffffff,
                    .button = 0xffffffff,
                    .popup = 0xffffffff,
                    .line = 0xffdadee6,
                    .edge = 0xffb9c0cd,
                    .border = 0xff828a9b,
                    .shadow = 0xff8d95a5,
                    .text = 0xff1a1f2c,
                    .secondary = 0xff5a6375,
                    .disabled = 0xff9aa1af,
                    .wrong = 0xffc0243a,
                    .accent = 0xff3f5ae8,
                    .accentText = 0xff3048c8,
                    .tip = 0xff222836,
                    .tipText = 0xfff3f5f9});
}

bool isDark(const QPalette& palette) {
  return luminance(palette.color(QPalette::Window)) <
         luminance(palette.color(QPalette::WindowText));
}

double contrast(const QColor& a, const QColor& b) {
  const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
  return (lighter + 0.05) / (darker + 0.05);
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gradients/color_map.h"

#include <array>
#include <optional>
#include <string>

#include "core/io/gradients/sampled_gradient.h"

namespace fatou::io {
namespace {

constexpr std::size_t kMapColors = 256;

// Red, green and blue at the beginning of a line, and nothing that is glued to them.
std::optional<color::Rgb> mapColor(const QByteArray& line) {
  const QList<QByteArray> words = line.left(200).simplified().split(' ');
  if (words.size() < 3) return std::nullopt;
  std::array<std::uint8_t, 3> channels{};
  for (std::size_t i = 0; i < channels.size(); ++i) {
    bool isNumber = false;
    const uint value = words[static_cast<qsizetype>(i)].toUInt(&isNumber);
    if (!isNumber || value > 255) return std::nullopt;
    channels[i] = static_cast<std::uint8_t>(value);
  }
  return color::Rgb{channels[0], channels[1], channels[2]};
}

}  // namespace

bool isColorMapStart(const QByteArray& firstBytes) {
  const QByteArray text = firstBytes.left(1'024).trimmed();
  return mapColor(linesOfText(text).front()).has_value();
}

Result<color::Gradient> parseColorMap(const QByteArray& text, const QString& name) {
  Palette palette{.name = name, .cyclic = true, .colors = {}, .interior = {}};
  const QList<QByteArray> lines = linesOfText(text);
  for (qsizetype i = 0; i < lines.size() && palette.colors.size() < kMapColors; ++i) {
    const QByteArray line = lines[i].trimmed();
    if (line.isEmpty() || line.startsWith('\x1a')) continue;  // the end of a file of DOS
    const auto color = mapColor(line);
    if (!color)
      return Error{"line " + std::to_string(i + 1) +
                   " is no colour; write red, green and blue as whole numbers from 0 to 255"};
    palette.colors.push_back(*color);
  }
  if (palette.colors.empty()) return Error{"it has no colours; choose another colour map"};
  if (palette.colors.size() > 1) {
    palette.interior = palette.colors.front();
    palette.colors.erase(palette.colors.begin());
  }
  return gradientThrough(palette);
}

}  // namespace fatou::io

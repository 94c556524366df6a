// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gradients/gimp_palette.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include <QList>

#include "core/io/gradients/sampled_gradient.h"

namespace fatou::io {
namespace {

using color::Gradient;
using color::Rgb;

constexpr std::size_t kExported = 256;
constexpr char kCyclicMark[] = "# Fatou: cyclic";
constexpr char kOpenMark[] = "# Fatou: not cyclic";
constexpr char kHead[] = "GIMP Palette";
constexpr char kByteOrderMark[] = "\xef\xbb\xbf";

// A channel as GIMP takes it: the whole part of any number, no less than 0 and no more than 255.
std::optional<std::uint8_t> parseChannel(const QByteArray& word) {
  bool isNumber = false;
  const double value = word.toDouble(&isNumber);
  if (!isNumber || !std::isfinite(value)) return std::nullopt;
  return static_cast<std::uint8_t>(std::clamp(std::trunc(value), 0.0, 255.0));
}

// Red, green and blue; an alpha or a name may follow.
std::optional<Rgb> parseColor(QByteArray line) {
  const QList<QByteArray> words = line.replace(',', ' ').simplified().split(' ');
  if (words.size() < 3) return std::nullopt;
  const auto red = parseChannel(words[0]);
  const auto green = parseChannel(words[1]);
  const auto blue = parseChannel(words[2]);
  if (!red || !green || !blue) return std::nullopt;
  return Rgb{*red, *green, *blue};
}

// "Columns: 16", "Channels: RGBA" and what else programs write there.
bool isProperty(const QByteArray& line) {
  const qsizetype colon = line.indexOf(':');
  return colon > 0 && std::ranges::all_of(line.first(colon), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '_';
         });
}

Status readLine(const QByteArray& line, qsizetype number, Palette& to) {
  if (line == kCyclicMark) to.cyclic = true;
  if (line == kOpenMark) to.cyclic = false;
  if (line.isEmpty() || line.startsWith('#')) return success();
  if (line.startsWith("Name:")) {
    to.name = textOfBytes(line.mid(5)).simplified().left(200);
    return success();
  }
  if (isProperty(line)) return success();
  const auto color = parseColor(line);
  if (!color)
    return Error{"line " + std::to_string(number) +
                 " is no colour; write red, green and blue as numbers from 0 to 255"};
  if (to.colors.size() == color::kMaxStops)
    return Error{"it has more than " + std::to_string(color::kMaxStops) +
                 " colours; leave some out"};
  to.colors.push_back(*color);
  return success();
}

}  // namespace

QByteArray gimpPalette(const Gradient& gradient) {
  const QString name = QString::fromStdString(gradient.name).simplified();
  QByteArray text = "GIMP Palette\nName: " + name.toUtf8() + "\nColumns: 16\n" +
                    (gradient.cyclic ? kCyclicMark : kOpenMark) + "\n";
  const double gaps = static_cast<double>(gradient.cyclic ? kExported : kExported - 1);
  for (std::size_t i = 0; i < kExported; ++i) {
    const Rgb c = colorAt(gradient, static_cast<double>(i) / gaps);
    text += QByteArray::number(c.red) + ' ' + QByteArray::number(c.green) + ' ' +
            QByteArray::number(c.blue) + "\tUntitled\n";
  }
  return text;
}

bool isGimpPaletteStart(const QByteArray& firstBytes) {
  return firstBytes.startsWith(kHead) || firstBytes.startsWith(QByteArray(kByteOrderMark) + kHead);
}

Result<Gradient> parseGimpPalette(const QByteArray& text, const QString& name) {
  Palette palette;
  const QList<QByteArray> lines = linesOfText(text);
  if (!isGimpPaletteStart(text))
    return Error{"it does not begin with \"GIMP Palette\"; export it from GIMP or Fatou again"};
  for (qsizetype i = 1; i < lines.size(); ++i)
    if (Status s = readLine(lines[i].trimmed(), i + 1, palette); !s) return s.error();
  if (palette.colors.empty()) return Error{"it has no colours; choose another palette"};
  if (palette.name.isEmpty()) palette.name = name;
  return gradientThrough(palette);
}

}  // namespace fatou::io

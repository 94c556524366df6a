// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gimp_palette.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <QList>

#include "core/color/oklab.h"

namespace fatou::io {
namespace {

using color::Gradient;
using color::Rgb;

constexpr std::size_t kExported = 256;
constexpr int kTolerance = 1;
constexpr char kCyclicMark[] = "# Fatou: cyclic";
constexpr char kOpenMark[] = "# Fatou: not cyclic";
constexpr char kHead[] = "GIMP Palette";
constexpr char kByteOrderMark[] = "\xef\xbb\xbf";

// The lines of a palette, as they were read.
struct Palette {
  QString name;
  std::optional<bool> cyclic;
  std::vector<Rgb> colors;
};

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

QString textOf(const QByteArray& bytes) {
  const QString text = QString::fromUtf8(bytes);
  return text.contains(QChar::ReplacementCharacter) ? QString::fromLatin1(bytes) : text;
}

Status readLine(const QByteArray& line, qsizetype number, Palette& to) {
  if (line == kCyclicMark) to.cyclic = true;
  if (line == kOpenMark) to.cyclic = false;
  if (line.isEmpty() || line.startsWith('#')) return success();
  if (line.startsWith("Name:")) {
    to.name = textOf(line.mid(5)).simplified().left(200);
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

// The text's lines, whichever system's line ends it has, without a byte order mark.
QList<QByteArray> linesOf(QByteArray text) {
  if (text.startsWith(kByteOrderMark)) text.remove(0, qstrlen(kByteOrderMark));
  return text.replace("\r\n", "\n").replace('\r', '\n').split('\n');
}

double distance(Rgb a, Rgb b) {
  const color::Oklab p = color::toOklab(a);
  const color::Oklab q = color::toOklab(b);
  return std::hypot(p.lightness - q.lightness, p.greenToRed - q.greenToRed,
                    p.blueToYellow - q.blueToYellow);
}

bool closesItself(const std::vector<Rgb>& colors) {
  double widest = 0.0;
  for (std::size_t i = 1; i < colors.size(); ++i)
    widest = std::max(widest, distance(colors[i - 1], colors[i]));
  return distance(colors.back(), colors.front()) <= 1.5 * widest;
}

Gradient gradientOf(const Palette& palette) {
  Gradient gradient{.name = palette.name.toStdString(),
                    .cyclic = palette.cyclic.value_or(closesItself(palette.colors)),
                    .interior = Gradient::defaultGradient().interior};
  const std::size_t size = palette.colors.size();
  const std::size_t gaps = gradient.cyclic || size == 1 ? size : size - 1;
  gradient.stops.reserve(size);
  for (std::size_t i = 0; i < size; ++i)
    gradient.stops.push_back(
        {static_cast<double>(i) / static_cast<double>(gaps), palette.colors[i]});
  return simplified(gradient, kTolerance);
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
  const QList<QByteArray> lines = linesOf(text);
  if (!isGimpPaletteStart(text))
    return Error{"it does not begin with \"GIMP Palette\"; export it from GIMP or Fatou again"};
  for (qsizetype i = 1; i < lines.size(); ++i)
    if (Status s = readLine(lines[i].trimmed(), i + 1, palette); !s) return s.error();
  if (palette.colors.empty()) return Error{"it has no colours; choose another palette"};
  if (palette.name.isEmpty()) palette.name = name;
  return gradientOf(palette);
}

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/gradients/sampled_gradient.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"
#include "core/color/oklab.h"

namespace fatou::io {
namespace {

using color::Gradient;
using color::Rgb;

constexpr int kTolerance = 1;
constexpr char kTextMark[] = "\xef\xbb\xbf";

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

}  // namespace

Gradient gradientThrough(const Palette& palette) {
  FATOU_CHECK(!palette.colors.empty());
  Gradient gradient{.name = palette.name.toStdString(),
                    .cyclic = palette.cyclic.value_or(closesItself(palette.colors)),
                    .interior = palette.interior.value_or(Gradient::defaultGradient().interior)};
  const std::size_t size = palette.colors.size();
  const std::size_t gaps = gradient.cyclic || size == 1 ? size : size - 1;
  gradient.stops.reserve(size);
  for (std::size_t i = 0; i < size; ++i)
    gradient.stops.push_back(
        {static_cast<double>(i) / static_cast<double>(gaps), palette.colors[i]});
  return simplified(gradient, kTolerance);
}

QList<QByteArray> linesOfText(QByteArray text) {
  if (text.startsWith(kTextMark)) text.remove(0, qstrlen(kTextMark));
  return text.replace("\r\n", "\n").replace('\r', '\n').split('\n');
}

QString textOfBytes(const QByteArray& bytes) {
  const QString text = QString::fromUtf8(bytes);
  return text.contains(QChar::ReplacementCharacter) ? QString::fromLatin1(bytes) : text;
}

}  // namespace fatou::io

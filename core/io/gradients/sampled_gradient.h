// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QByteArray>
#include <QList>
#include <QString>

#include "core/color/gradient.h"

namespace fatou::io {

// Colours at equal distances, as palettes hold them.
struct Palette {
  QString name;
  std::optional<bool> cyclic;  // where it is not said, whether the ends are as near as neighbours
  std::vector<color::Rgb> colors;  // at least one
  std::optional<color::Rgb> interior;
};

// The gradient through the palette's colours, with no more stops than keep them within 1 of 255.
color::Gradient gradientThrough(const Palette& palette);

// The text's lines, whichever system's line ends it has, without a byte order mark.
QList<QByteArray> linesOfText(QByteArray text);

// Bytes as text: UTF-8, and Latin-1 where they are none.
QString textOfBytes(const QByteArray& bytes);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/color/gradient.h"

namespace fatou::io {

// The gradient as a GIMP palette (.gpl): 256 colours at equal distances, and whether it is cyclic
// in a comment.
QByteArray gimpPalette(const color::Gradient& gradient);

// Whether a file with these first bytes is a palette.
bool isGimpPaletteStart(const QByteArray& firstBytes);

// A gradient through the palette's colours, 1 to 4,096, at equal distances, with no more stops than
// keep them within 1 of 255. Where no comment says so it is cyclic if the last colour is as near to
// the first as neighbours are. As in GIMP, line ends are of any kind, channels below 0 or above
// 255 are clamped, and an alpha is left out. `name` is for palettes without one. The Error is
// "REASON; REMEDY", to stand in a complaint.
Result<color::Gradient> parseGimpPalette(const QByteArray& text, const QString& name);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/color/gradient.h"

namespace fatou::io {

// Whether a file with these first bytes can be a colour map of Fractint, which has no head: its
// first line begins with three whole numbers from 0 to 255.
bool isColorMapStart(const QByteArray& firstBytes);

// A colour map of Fractint (.map) as a cyclic gradient: a colour a line, red, green and blue from 0
// to 255, whatever follows them; lines behind the 256th are passed over, as Fractint does. Its
// first colour, which it keeps for the inside, is the interior, unless the map has no other. The
// Error is "REASON; REMEDY".
Result<color::Gradient> parseColorMap(const QByteArray& text, const QString& name);

}  // namespace fatou::io

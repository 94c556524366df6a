// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "core/base/result.h"
#include "core/color/gradient.h"
#include "core/io/files/named_blocks.h"

namespace fatou::io {

// Whether a file with these first bytes can be one of gradients by Ultra Fractal: an entry that
// begins with "gradient:".
bool isUltraFractalStart(const QByteArray& firstBytes);

// A gradient of Ultra Fractal (.ugr), an entry like
//
//   Sunset {
//   gradient:
//     title="Sunset" smooth=yes rotation=29 index=28 color=6555392 index=92 color=13331232
//   opacity:
//     smooth=no index=0 opacity=255
//   }
//
// as a cyclic gradient. An index counts 400ths of the whole and has the rotation in it already, a
// colour is blue x 65536 + green x 256 + red. Colours run straight between the stops, smooth or
// not. Opacity is not taken over, which the description says where there is any. The Error is
// "REASON; REMEDY".
Result<color::Gradient> parseUltraFractalGradient(const NamedBlock& entry);

}  // namespace fatou::io

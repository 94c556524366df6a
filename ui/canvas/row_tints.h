// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include <QPalette>

#include "ui/canvas/overlays.h"
#include "ui/canvas/picture.h"

namespace fatou::ui {

// Tints a row by the engine that computed most of it. Refers to `picture`, which has to outlive the
// tint.
RowTint engineTint(const Picture& picture, const QPalette& palette);

// Tints a row by what it cost, in iterations a pixel by image row, 0 where it is not known: from
// blue, cheap, to red, dear, by the logarithm, as costs span powers of ten. Refers to `costs`,
// which has to outlive the tint.
RowTint costTint(std::span<const float> costs);

}  // namespace fatou::ui

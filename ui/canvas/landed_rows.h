// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include <QColor>
#include <QImage>

#include "ui/canvas/overlays.h"

namespace fatou::ui {

// Covers a complete picture with what it looked like while it was computed. `cells` says of each
// row, from the lowest, how coarse it was: a sample stood for so many pixels a side, 0 where there
// was none, which is `empty` then. Rows beyond `cells` stay as they are.
void paintLanded(QPainter& painter, const CanvasMapping& mapping, const QImage& image,
                 std::span<const std::int32_t> cells, const QColor& empty);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/landed_rows.h"

#include <algorithm>

namespace fatou::ui {
namespace {

// Image rows [top, bottom), each sample as large as it was.
QImage coarse(const QImage& image, int top, int bottom, int cell) {
  const QImage rows(image.constScanLine(top), image.width(), bottom - top, image.bytesPerLine(),
                    image.format());
  return rows.scaled(std::max(1, rows.width() / cell), std::max(1, rows.height() / cell));
}

}  // namespace

void paintLanded(QPainter& painter, const CanvasMapping& mapping, const QImage& image,
                 std::span<const std::int32_t> cells, const QColor& empty) {
  const int height = image.height();
  const auto cellOf = [&](int imageRow) {
    const auto row = static_cast<std::size_t>(height - 1 - imageRow);
    return row < cells.size() ? cells[row] : 1;
  };
  painter.save();
  painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
  for (int top = 0, bottom = 0; top < height; top = bottom) {
    const int cell = cellOf(top);
    for (bottom = top + 1; bottom < height && cellOf(bottom) == cell;) ++bottom;
    const QRectF place(mapping.origin.x(), mapping.origin.y() + top * mapping.scaleY,
                       image.width() * mapping.scaleX, (bottom - top) * mapping.scaleY);
    if (cell == 0) painter.fillRect(place, empty);
    if (cell > 1) painter.drawImage(place, coarse(image, top, bottom, cell));
  }
  painter.restore();
}

}  // namespace fatou::ui

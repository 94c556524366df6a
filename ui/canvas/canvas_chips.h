// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QRectF>
#include <QString>

class QLabel;
class QWidget;

namespace fatou::ui {

// Makes a label for a word or two in a corner of the canvas, which can be read on any picture and
// lets the mouse through. It is hidden at first, and a child of the canvas.
QLabel* makeChip(QWidget& canvas);

inline constexpr int kChipMargin = 12;  // from the canvas' edge

// The words in the canvas' corners: the zoom, what is under the cursor, and a remark on what is
// drawn over the picture. Empty ones take no room.
class CanvasChips {
 public:
  explicit CanvasChips(QWidget& canvas);

  void setZoom(const QString& richText);
  void setReadout(const QString& text);
  void setNote(const QString& text);

  // Puts the labels in their corners again; to be called when the canvas has another size.
  void layOut();
  // The rectangles of the canvas that the labels cover.
  std::vector<QRectF> rects() const;

 private:
  QWidget& m_canvas;
  QLabel* m_zoom;
  QLabel* m_readout;
  QLabel* m_note;
};

}  // namespace fatou::ui

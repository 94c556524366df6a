// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QRectF>
#include <QString>

class QLabel;
class QWidget;

namespace fatou::ui {

// A word or two in a corner of the canvas, which reads on any picture and lets the mouse through.
// The label is hidden, and the canvas' child.
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

  // To be called when the canvas has another size.
  void place();
  // What they hide of the canvas.
  std::vector<QRectF> places() const;

 private:
  QWidget& m_canvas;
  QLabel* m_zoom;
  QLabel* m_readout;
  QLabel* m_note;
};

}  // namespace fatou::ui

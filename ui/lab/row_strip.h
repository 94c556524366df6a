// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QImage>
#include <QWidget>

#include "core/stats/run.h"

namespace fatou::ui {

// A small copy of the picture beside timelines, upright like them, in which rows are pointed out
// and pointed at.
class RowStrip : public QWidget {
  Q_OBJECT
 public:
  explicit RowStrip(QWidget* parent = nullptr);

  // Keeps a small copy; the picture has image.height() rows.
  void setPicture(const QImage& image);
  std::int32_t rows() const { return m_rows; }

  // Points rows of the picture out; row 0 is the lowest.
  void setMarked(std::vector<stats::Rows> rows);
  const std::vector<stats::Rows>& marked() const { return m_marked; }

  // The rectangle of the picture in the widget.
  QRect pictureRect() const;

  QSize sizeHint() const override { return {120, 160}; }
  QSize minimumSizeHint() const override { return {60, 40}; }

 Q_SIGNALS:
  // The row under the mouse; nothing when it leaves.
  void rowHovered(std::optional<std::int32_t> row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  QImage m_image;
  std::int32_t m_rows = 0;
  std::vector<stats::Rows> m_marked;
};

}  // namespace fatou::ui

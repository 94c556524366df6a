// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/row_strip.h"

#include <algorithm>
#include <utility>

#include <QMouseEvent>
#include <QPainter>

namespace fatou::ui {
namespace {

constexpr QSize kSmallCopy(480, 480);
constexpr int kMarkAlpha = 120;

}  // namespace

RowStrip::RowStrip(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setAccessibleName(tr("The picture's rows"));
  setStatusTip(tr("Point at a row: the bands that computed it are marked in both timelines"));
}

void RowStrip::setPicture(const QImage& image) {
  m_rows = image.height();
  m_image = image.isNull()
                ? QImage()
                : image.scaled(kSmallCopy, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  update();
}

void RowStrip::setMarked(std::vector<stats::Rows> rows) {
  m_marked = std::move(rows);
  update();
}

QRect RowStrip::pictureRect() const {
  const QSize fitted = m_image.size().scaled(size(), Qt::KeepAspectRatio);
  return {QPoint((width() - fitted.width()) / 2, 0), fitted};
}

void RowStrip::paintEvent(QPaintEvent*) {
  if (m_image.isNull()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const QRect place = pictureRect();
  painter.drawImage(place, m_image);
  QColor color = palette().color(QPalette::Highlight);
  color.setAlpha(kMarkAlpha);
  const double pitch = static_cast<double>(place.height()) / m_rows;
  for (const stats::Rows& rows : m_marked)
    painter.fillRect(QRectF(place.left(), place.top() + (m_rows - rows.end) * pitch, place.width(),
                            std::max(1.0, rows.size() * pitch)),
                     color);
}

void RowStrip::mouseMoveEvent(QMouseEvent* event) {
  const QRect place = pictureRect();
  const QPoint at = event->position().toPoint();
  if (!place.contains(at)) return Q_EMIT rowHovered(std::nullopt);
  const int fromTop =
      static_cast<int>(std::int64_t{at.y() - place.top()} * m_rows / place.height());
  Q_EMIT rowHovered(std::clamp(m_rows - 1 - fromTop, 0, m_rows - 1));
}

void RowStrip::leaveEvent(QEvent*) {
  Q_EMIT rowHovered(std::nullopt);
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/preview_views.h"

#include <algorithm>

#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace fatou::ui {
namespace {

constexpr double kKeyStep = 20.0;
constexpr double kLeastMark = 5.0;  // what can still be seen and hit

QColor color(QPalette::ColorRole role) {
  return QGuiApplication::palette().color(QPalette::Active, role);
}

void paintFrame(QPainter& painter, const QRectF& around) {
  painter.setPen(QPen(color(QPalette::Mid), 1.0));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(around.adjusted(0.5, 0.5, -0.5, -0.5));
}

}  // namespace

CropView::CropView(QWidget* parent) : QWidget(parent) {
  setFixedSize(kPreviewSize);
  setCursor(Qt::OpenHandCursor);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("A part of the picture at full size"));
  setToolTip(
      tr("A part of the picture, a pixel of it on a pixel of the screen. Drag, or use the "
         "arrow keys, to see another part."));
}

void CropView::setPixels(const QRect& pixels) {
  m_pixels = pixels;
  update();
}

void CropView::setImage(const QImage& image, const QRect& pixels) {
  m_image = image;
  m_imagePixels = pixels;
  update();
}

void CropView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(QPalette::Base));
  const double ratio = devicePixelRatioF();
  const QSizeF shown = QSizeF(m_pixels.size()) / ratio;
  const QPointF corner((width() - shown.width()) / 2, (height() - shown.height()) / 2);
  const QPointF at = corner + QPointF(m_imagePixels.topLeft() - m_pixels.topLeft()) / ratio;
  if (!m_image.isNull())
    painter.drawImage(QRectF(at, QSizeF(m_image.size()) / ratio), m_image, QRectF(m_image.rect()));
  if (hasFocus()) {
    painter.setPen(QPen(color(QPalette::Highlight), 1.0));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  } else {
    paintFrame(painter, rect());
  }
}

void CropView::mousePressEvent(QMouseEvent* event) {
  m_last = event->position();
  setCursor(Qt::ClosedHandCursor);
}

void CropView::mouseMoveEvent(QMouseEvent* event) {
  if (!event->buttons().testFlag(Qt::LeftButton)) return;
  const QPointF delta = event->position() - m_last;
  m_last = event->position();
  Q_EMIT dragged(delta);
}

void CropView::mouseReleaseEvent(QMouseEvent*) {
  setCursor(Qt::OpenHandCursor);
}

void CropView::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      return Q_EMIT dragged({kKeyStep, 0});
    case Qt::Key_Right:
      return Q_EMIT dragged({-kKeyStep, 0});
    case Qt::Key_Up:
      return Q_EMIT dragged({0, kKeyStep});
    case Qt::Key_Down:
      return Q_EMIT dragged({0, -kKeyStep});
    default:
      QWidget::keyPressEvent(event);
  }
}

OverviewView::OverviewView(QWidget* parent) : QWidget(parent) {
  setFixedSize(kPreviewSize);
  setCursor(Qt::CrossCursor);
  setAccessibleName(tr("The whole picture"));
  setToolTip(tr("The whole picture. The frame is the part shown below; click to see another."));
}

QRectF OverviewView::pictureRect() const {
  const QSizeF size = QSizeF(m_size).scaled(QSizeF(kPreviewSize), Qt::KeepAspectRatio);
  const QSize whole = size.toSize().expandedTo({1, 1});
  return {QPointF((width() - whole.width()) / 2, (height() - whole.height()) / 2), QSizeF(whole)};
}

QSize OverviewView::imagePixels() const {
  return (pictureRect().size() * devicePixelRatioF()).toSize();
}

void OverviewView::setPictureSize(QSize pixels) {
  m_size = pixels;
  update();
}

void OverviewView::setImage(const QImage& image) {
  m_image = image;
  update();
}

void OverviewView::setMarked(const QRectF& part) {
  m_marked = part;
  update();
}

void OverviewView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QRectF picture = pictureRect();
  painter.fillRect(rect(), color(QPalette::Base));
  if (!m_image.isNull()) painter.drawImage(picture, m_image, QRectF(m_image.rect()));
  paintFrame(painter, rect());
  if (m_marked.width() >= 1.0 && m_marked.height() >= 1.0) return;
  QRectF mark(picture.x() + m_marked.x() * picture.width(),
              picture.y() + m_marked.y() * picture.height(),
              std::max(kLeastMark, m_marked.width() * picture.width()),
              std::max(kLeastMark, m_marked.height() * picture.height()));
  mark.moveLeft(std::min(mark.left(), picture.right() - mark.width()));
  mark.moveTop(std::min(mark.top(), picture.bottom() - mark.height()));
  // Two lines, so that it shows on every colour.
  painter.setPen(QPen(QColor(0, 0, 0, 160), 3.0));
  painter.drawRect(mark);
  painter.setPen(QPen(Qt::white, 1.0));
  painter.drawRect(mark);
}

void OverviewView::pointAt(QPointF at) {
  const QRectF picture = pictureRect();
  Q_EMIT pointed(
      {(at.x() - picture.x()) / picture.width(), (at.y() - picture.y()) / picture.height()});
}

void OverviewView::mousePressEvent(QMouseEvent* event) {
  pointAt(event->position());
}

void OverviewView::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons().testFlag(Qt::LeftButton)) pointAt(event->position());
}

}  // namespace fatou::ui

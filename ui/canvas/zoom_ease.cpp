// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/zoom_ease.h"

#include <QPainter>
#include <QStyle>
#include <QThread>
#include <QWidget>

#include "ui/canvas/picture.h"

namespace fatou::ui {
namespace {

constexpr int kEaseMs = 120;
constexpr int kFirstFrameMs = 16;  // how far the way has gone at the first frame
constexpr int kSpared = 20;  // times what a frame took, until the next one while engines need all
                             // cores: with 8 pictures of 50 ms came 8 ms later

}  // namespace

ZoomEase::ZoomEase(QWidget* widget) : QObject(widget), m_widget(*widget) {
  m_way.setStartValue(0.0);
  m_way.setEndValue(1.0);
  m_way.setDuration(kEaseMs);
  m_way.setEasingCurve(QEasingCurve::OutCubic);
  connect(&m_way, &QVariantAnimation::valueChanged, this, &ZoomEase::advance);
  connect(&m_way, &QVariantAnimation::finished, widget, [widget] { widget->update(); });
}

void ZoomEase::start(const QRectF& seen, const Picture& picture) {
  m_way.stop();
  const QRectF& last = picture.lastPlace();
  const QStyle* style = m_widget.style();
  const int wanted = style->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, &m_widget);
  if (last.isEmpty() || wanted <= 0) return;
  const double scaleX = seen.width() / last.width();
  const double scaleY = seen.height() / last.height();
  m_from = QRectF(seen.x() - last.x() * scaleX, seen.y() - last.y() * scaleY,
                  picture.width() * scaleX, picture.height() * scaleY);
  m_isSparing = picture.request().engines.count >= QThread::idealThreadCount();
  m_sincePaint.start();
  m_way.start();
  m_way.setCurrentTime(kFirstFrameMs);
}

void ZoomEase::advance() {
  if (!m_isSparing || m_sincePaint.nsecsElapsed() > kSpared * m_paintTime) m_widget.update();
}

QRectF ZoomEase::rect(const QRectF& target) const {
  if (!isRunning()) return target;
  const double way = m_way.currentValue().toDouble();
  const auto between = [way](double from, double to) { return from + way * (to - from); };
  return {between(m_from.x(), target.x()), between(m_from.y(), target.y()),
          between(m_from.width(), target.width()), between(m_from.height(), target.height())};
}

void ZoomEase::paint(QPainter& painter, const QRectF& target, const Picture& picture) {
  m_sincePaint.start();
  paintAt(painter, rect(target), picture);
  m_paintTime = m_sincePaint.nsecsElapsed();
  m_sincePaint.start();
}

// Paints without smoothing, which nobody would see in so short a time, and each pixel of the widget
// once: the engines need the processor.
void ZoomEase::paintAt(QPainter& painter, const QRectF& at, const Picture& picture) const {
  const double scaleX = at.width() / picture.width();
  const double scaleY = at.height() / picture.height();
  const QRectF& last = picture.lastPlace();
  const QRectF lastAt(at.x() + last.x() * scaleX, at.y() + last.y() * scaleY, last.width() * scaleX,
                      last.height() * scaleY);
  painter.save();
  for (const QRect& strip : QRegion(m_widget.rect()) - QRegion(at.toRect())) {
    painter.setClipRect(strip);
    if (!lastAt.contains(QRectF(strip)))
      painter.fillRect(strip, m_widget.palette().color(QPalette::Dark));
    painter.drawImage(lastAt, picture.lastImage());
  }
  painter.restore();
  painter.drawImage(at, picture.image());
}

}  // namespace fatou::ui

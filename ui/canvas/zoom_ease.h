// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QRectF>
#include <QVariantAnimation>

class QPainter;
class QWidget;

namespace fatou::ui {

class Picture;

// Takes a zoomed picture from where it was seen to where it belongs, within a moment. Only where it
// is painted changes: nothing waits for it, and the next zoom goes on from where this one is. While
// engines need all cores for the picture, its frames take a small share of one only. A style that
// wants no animations gets none.
class ZoomEase : public QObject {
  Q_OBJECT
 public:
  // `widget` is painted anew on the way; it becomes the parent.
  explicit ZoomEase(QWidget* widget);

  // Starts the way of a picture that a zoom has begun, from where it would have been while the last
  // one filled the rectangle `seen` of the widget.
  void start(const QRectF& seen, const Picture& picture);
  void stop() { m_way.stop(); }
  // Gives the animation as many frames as the screen shows, as engines do not need the cores any
  // more.
  void spareNoLonger() { m_isSparing = false; }
  bool isRunning() const { return m_way.state() == QAbstractAnimation::Running; }

  // The rectangle in which the picture is seen now, on its way to `target`.
  QRectF rect(const QRectF& target) const;
  // Paints the picture in rect(target), and the last picture around it.
  void paint(QPainter& painter, const QRectF& target, const Picture& picture);

 private:
  void advance();
  void paintAt(QPainter& painter, const QRectF& at, const Picture& picture) const;

  QWidget& m_widget;
  QRectF m_from;
  QVariantAnimation m_way;  // from 0 to 1
  QElapsedTimer m_sincePaint;
  qint64 m_paintTime = 0;  // nanoseconds that the last frame took
  bool m_isSparing = false;
};

}  // namespace fatou::ui

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

  // The picture was begun anew, by a zoom: begins where it would have been when the last one was in
  // the rectangle `seen` of the widget.
  void start(const QRectF& seen, const Picture& picture);
  void stop() { m_way.stop(); }
  // Engines do not compute any more: as many frames as the screen shows.
  void spareNoLonger() { m_isSparing = false; }
  bool isRunning() const { return m_way.state() == QAbstractAnimation::Running; }

  // Where the picture is seen now if it belongs into `target`.
  QRectF rect(const QRectF& target) const;
  // Paints it there, and the last one around it.
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

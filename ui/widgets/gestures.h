// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QTimer>

class QGestureEvent;
class QKeyEvent;
class QMouseEvent;
class QNativeGestureEvent;
class QWheelEvent;
class QWidget;

namespace fatou::ui {

// Turns what mouse, wheel, trackpad, fingers and keys do on a widget into a few wishes, so that
// every picture of the plane is moved in the same way. Positions are the widget's.
//
// Wheel and pinch zoom at the cursor. The left button does what leftDrag() says; the middle one
// pans, and so does the right one. Shift with the left button draws a box. A double click asks for
// in, with the right button for out. Arrows pan, + and - zoom at the middle.
class Gestures : public QObject {
  Q_OBJECT
 public:
  enum class LeftDrag { Pan, Box, Pick };

  // Listens to the widget's events; it becomes the widget's child.
  explicit Gestures(QWidget* widget);

  LeftDrag leftDrag() const { return m_leftDrag; }
  void setLeftDrag(LeftDrag drag);

 Q_SIGNALS:
  // Begins wishes that belong together, as one step of a history: a drag, a burst of the wheel.
  void begun();
  void panned(QPointF delta);
  // `factor` > 1 is closer; the point at `about` stays where it is.
  void zoomed(QPointF about, double factor);
  // The box being drawn, nothing when it ends; then the box that was drawn, if any.
  void boxChanged(const std::optional<QRectF>& box);
  void boxed(const QRectF& box);
  // With LeftDrag::Pick, the places where the left button goes down, moves and, with `finished`,
  // comes up.
  void picked(QPointF at, bool finished);
  void doubleClicked(QPointF at, Qt::MouseButton button);
  // The mouse is at this position without a button down; nothing when it leaves.
  void hovered(const std::optional<QPointF>& at, Qt::KeyboardModifiers modifiers);
  // A right click that did not become a drag or a double click.
  void menuRequested(QPoint globalPosition);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool press(const QMouseEvent& event);
  bool move(const QMouseEvent& event);
  bool release(const QMouseEvent& event);
  bool doubleClick(const QMouseEvent& event);
  bool wheel(const QWheelEvent& event);
  bool key(const QKeyEvent& event);
  bool pinch(const QNativeGestureEvent& event);
  bool pinch(QGestureEvent& event);
  // Joins a wish to the present burst; begins a new gesture after a pause.
  void continueBurst();
  void zoomInBurst(QPointF about, double factor);
  QRectF box(QPointF to) const;
  void showCursor();

  enum class Dragging { Nothing, Pan, Box, Pick };

  QWidget* const m_widget;
  LeftDrag m_leftDrag = LeftDrag::Pan;
  Dragging m_dragging = Dragging::Nothing;
  Qt::MouseButton m_button = Qt::NoButton;
  bool m_moved = false;
  QPointF m_pressedAt;
  QPointF m_lastAt;
  QElapsedTimer m_sinceBurst;
  QTimer m_menuTimer;
  QPoint m_menuAt;
};

}  // namespace fatou::ui

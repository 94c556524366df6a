// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/gestures.h"

#include <cmath>

#include <QApplication>
#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QStyleHints>
#include <QWheelEvent>
#include <QWidget>

namespace fatou::ui {
namespace {

constexpr qint64 kBurstPauseMs = 500;
constexpr double kWheelUnitsADouble = 360.0;  // three notches of a wheel
constexpr double kPixelsADouble = 200.0;      // of a trackpad's scrolling
constexpr double kKeyZoom = 1.5;
constexpr double kKeyPan = 48.0;

bool isGesture(const QKeyEvent& event) {
  if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) return false;
  switch (event.key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
      return true;
    default:
      return false;
  }
}

}  // namespace

Gestures::Gestures(QWidget* widget) : QObject(widget), m_widget(widget) {
  widget->installEventFilter(this);
  widget->setMouseTracking(true);
  widget->setFocusPolicy(Qt::StrongFocus);
  widget->grabGesture(Qt::PinchGesture);
  m_menuTimer.setSingleShot(true);
  connect(&m_menuTimer, &QTimer::timeout, this, [this] { Q_EMIT menuRequested(m_menuAt); });
  showCursor();
}

void Gestures::setLeftDrag(LeftDrag drag) {
  m_leftDrag = drag;
  showCursor();
}

bool Gestures::eventFilter(QObject*, QEvent* event) {
  switch (event->type()) {
    case QEvent::MouseButtonPress:
      return press(static_cast<const QMouseEvent&>(*event));
    case QEvent::MouseMove:
      return move(static_cast<const QMouseEvent&>(*event));
    case QEvent::MouseButtonRelease:
      return release(static_cast<const QMouseEvent&>(*event));
    case QEvent::MouseButtonDblClick:
      return doubleClick(static_cast<const QMouseEvent&>(*event));
    case QEvent::Wheel:
      event->accept();
      return wheel(static_cast<const QWheelEvent&>(*event));
    case QEvent::ShortcutOverride:  // these keys are the widget's, even where a menu has them, too
      event->setAccepted(isGesture(static_cast<const QKeyEvent&>(*event)));
      return event->isAccepted();
    case QEvent::KeyPress:
      return key(static_cast<const QKeyEvent&>(*event));
    case QEvent::NativeGesture:
      return pinch(static_cast<const QNativeGestureEvent&>(*event));
    case QEvent::Gesture:
      return pinch(static_cast<QGestureEvent&>(*event));
    case QEvent::Leave:
      Q_EMIT hovered(std::nullopt, Qt::NoModifier);
      return false;
    default:
      return false;
  }
}

bool Gestures::press(const QMouseEvent& event) {
  if (m_dragging != Dragging::Nothing) return true;  // a second button changes nothing
  m_button = event.button();
  m_moved = false;
  m_pressedAt = m_lastAt = event.position();
  if (m_button != Qt::LeftButton) {
    m_dragging = Dragging::Pan;
  } else if (event.modifiers().testFlag(Qt::ShiftModifier) || m_leftDrag == LeftDrag::Box) {
    m_dragging = Dragging::Box;
  } else {
    m_dragging = m_leftDrag == LeftDrag::Pick ? Dragging::Pick : Dragging::Pan;
  }
  Q_EMIT begun();
  if (m_dragging == Dragging::Pick) Q_EMIT picked(m_lastAt, false);
  showCursor();
  return true;
}

bool Gestures::move(const QMouseEvent& event) {
  const QPointF at = event.position();
  if (m_dragging == Dragging::Nothing) {
    Q_EMIT hovered(at, event.modifiers());
    return true;
  }
  const bool far = (at - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
  if (!m_moved && !far && m_dragging != Dragging::Pick) return true;
  m_moved = true;
  if (m_dragging == Dragging::Pan) Q_EMIT panned(at - m_lastAt);
  if (m_dragging == Dragging::Box) Q_EMIT boxChanged(box(at));
  if (m_dragging == Dragging::Pick) Q_EMIT picked(at, false);
  m_lastAt = at;
  return true;
}

bool Gestures::release(const QMouseEvent& event) {
  if (event.button() != m_button) return true;
  const Dragging dragged = std::exchange(m_dragging, Dragging::Nothing);
  showCursor();
  if (dragged == Dragging::Pick) Q_EMIT picked(event.position(), true);
  if (dragged == Dragging::Box) {
    Q_EMIT boxChanged(std::nullopt);
    if (m_moved) Q_EMIT boxed(box(event.position()));
  }
  if (m_button == Qt::RightButton && !m_moved && dragged == Dragging::Pan) {
    m_menuAt = event.globalPosition().toPoint();
    m_menuTimer.start(QApplication::styleHints()->mouseDoubleClickInterval());
  }
  m_button = Qt::NoButton;
  return true;
}

bool Gestures::doubleClick(const QMouseEvent& event) {
  m_menuTimer.stop();
  m_button = Qt::NoButton;  // the release that follows belongs to this click
  m_dragging = Dragging::Nothing;
  Q_EMIT begun();
  Q_EMIT doubleClicked(event.position(), event.button());
  return true;
}

bool Gestures::wheel(const QWheelEvent& event) {
  const bool trackpad = !event.pixelDelta().isNull() && event.phase() != Qt::NoScrollPhase;
  const double doublings = trackpad ? event.pixelDelta().y() / kPixelsADouble
                                    : event.angleDelta().y() / kWheelUnitsADouble;
  if (doublings != 0.0) zoomInBurst(event.position(), std::exp2(doublings));
  return true;
}

bool Gestures::key(const QKeyEvent& event) {
  if (!isGesture(event)) return false;
  const double way = event.modifiers().testFlag(Qt::ShiftModifier) ? 4 * kKeyPan : kKeyPan;
  const auto pan = [this](double x, double y) {
    continueBurst();
    Q_EMIT panned({x, y});
    return true;
  };
  switch (event.key()) {
    case Qt::Key_Left:
      return pan(way, 0);
    case Qt::Key_Right:
      return pan(-way, 0);
    case Qt::Key_Up:
      return pan(0, way);
    case Qt::Key_Down:
      return pan(0, -way);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      zoomInBurst(QRectF(m_widget->rect()).center(), kKeyZoom);
      return true;
    case Qt::Key_Minus:
      zoomInBurst(QRectF(m_widget->rect()).center(), 1.0 / kKeyZoom);
      return true;
    default:
      return false;
  }
}

bool Gestures::pinch(const QNativeGestureEvent& event) {
  if (event.gestureType() != Qt::ZoomNativeGesture) return false;
  zoomInBurst(event.position(), std::exp2(event.value()));
  return true;
}

bool Gestures::pinch(QGestureEvent& event) {
  const auto* pinch = static_cast<const QPinchGesture*>(event.gesture(Qt::PinchGesture));
  if (pinch == nullptr) return false;
  const QPointF about = m_widget->mapFromGlobal(pinch->centerPoint());
  zoomInBurst(about, pinch->scaleFactor());
  if (pinch->state() == Qt::GestureUpdated)
    Q_EMIT panned(pinch->centerPoint() - pinch->lastCenterPoint());
  return true;
}

void Gestures::continueBurst() {
  if (!m_sinceBurst.isValid() || m_sinceBurst.elapsed() > kBurstPauseMs) Q_EMIT begun();
  m_sinceBurst.start();
}

void Gestures::zoomInBurst(QPointF about, double factor) {
  continueBurst();
  Q_EMIT zoomed(about, factor);
}

QRectF Gestures::box(QPointF to) const {
  return QRectF(m_pressedAt, to).normalized();
}

void Gestures::showCursor() {
  if (m_dragging == Dragging::Pan) return m_widget->setCursor(Qt::ClosedHandCursor);
  if (m_dragging == Dragging::Box) return m_widget->setCursor(Qt::CrossCursor);
  m_widget->setCursor(m_leftDrag == LeftDrag::Pan ? Qt::OpenHandCursor : Qt::CrossCursor);
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/color/gradient.h"

class QPainter;

namespace fatou::ui {

// A gradient whose stops are handles. One is dragged along the bar, off the bar it is removed; a
// double click adds one, or on a handle asks for its colour.
//
// Keys: Up and Down choose a handle, Left and Right move it (with Shift finely), Insert adds one
// behind it, Delete removes it, Enter or Space asks for its colour.
class GradientBar : public QWidget {
  Q_OBJECT
 public:
  explicit GradientBar(QWidget* parent = nullptr);

  const color::Gradient& gradient() const { return m_gradient; }
  void setGradient(const color::Gradient& gradient);  // no stopsChanged()

  int selected() const { return m_selected; }  // -1 is none
  void select(int stop);

  // Adds a stop at 0 ... 1 in the colour that is there, and selects it.
  void addStop(double position);
  // Adds a stop half-way from the selected one to the next; behind the last one when none is
  // selected.
  void addBehindSelected();
  // Removes the selected stop, unless it is the only one.
  void removeSelected();
  void moveSelected(double position, bool finished);
  void recolorSelected(color::Rgb color, bool finished);

  // The middle of a stop's handle, for tests and tools.
  QPoint handleOf(int stop) const;
  QSize sizeHint() const override;

 Q_SIGNALS:
  // Sent when the user has changed the stops; `finished` is false while a handle is dragged.
  void stopsChanged(const std::vector<fatou::color::GradientStop>& stops, bool finished);
  void selectionChanged(int stop);
  void recolorRequested(int stop);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  bool handlesKey(const QKeyEvent& event);
  // Makes the gradient of the other stops and, where it is given, this one.
  void setStops(std::vector<color::GradientStop> others, std::optional<color::GradientStop> stop,
                bool finished);
  std::vector<color::GradientStop> othersThan(int stop) const;
  void setSelected(int stop);
  int handleAt(QPointF at) const;
  double positionAt(qreal x) const;
  QRectF stripRect() const;
  void paintHandle(QPainter& painter, int stop) const;

  color::Gradient m_gradient = color::Gradient::defaultGradient();
  int m_selected = -1;
  bool m_dragging = false;
  bool m_dragged = false;  // the handle has moved since it was pressed
  color::GradientStop m_dragStop;
  std::vector<color::GradientStop> m_dragOthers;
};

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/julia/formulas/formula_row.h"
#include "core/julia/numbers/decimal.h"
#include "core/render/parameter_map.h"
#include "ui/map/map_frame.h"
#include "ui/map/map_picture.h"

class QKeyEvent;
class QPainter;
class QPainterPath;

namespace fatou::ui {

class Gestures;

// The plane of c with the Mandelbrot set in it, to choose c from. The left button takes c, held
// down it goes on; with Ctrl or Shift down the mouse shows c without taking it. Wheel and pinch
// zoom to any depth, the right or middle button and space with the left one pan, a double click
// centres, arrows move c by a pixel (with Shift by ten), Home shows all. C centres on c, with Shift
// so close that c's last digit is seen; a right click offers both.
//
// Shows the last picture, moved and scaled, until it is given the next one.
class MapView : public QWidget {
  Q_OBJECT
 public:
  explicit MapView(QWidget* parent = nullptr);

  // Where the ring is. No signal.
  void setParameter(const julia::ComplexDecimal& c);
  const julia::ComplexDecimal& parameter() const { return m_parameter; }

  // Whose plane of c it is. One that has no map is greyed and says why.
  void setFormula(julia::Formula formula);

  const MapFrame& frame() const { return m_frame; }
  void setFrame(const MapFrame& frame);
  void showAll() { setFrame(MapFrame::home(m_frame.size)); }
  void centreOnParameter() { setFrame(m_frame.centredOn(m_parameter)); }
  void zoomToParameter() { setFrame(m_frame.closeTo(m_parameter)); }

  // What is to be rendered: this part of the plane in the screen's pixels.
  render::MapRequest request() const;
  void setPicture(const MapPicture& picture);

  QSize sizeHint() const override { return {266, 190}; }
  QSize minimumSizeHint() const override { return {120, 86}; }
  // The height at which all of the set is as large as the width lets it be.
  static int fullHeight(int width) { return width * 190 / 266; }

 Q_SIGNALS:
  // The user chose c, with as many digits as the map resolves; `finished` when the button or key
  // comes up.
  void cRequested(const fatou::julia::ComplexDecimal& c, bool finished);
  // The user looks at c; nothing when he looks away or has taken it.
  void cPreviewed(const std::optional<fatou::julia::ComplexDecimal>& c);
  // request() is another one.
  void viewChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void connectGestures();
  void showMeaning();
  // What the map shows is called so: the c whose Julia sets are of one piece.
  QString setName() const;
  bool isMapped() const { return julia::has(m_formula, julia::Ability::Map); }
  void pick(QPointF at, bool finished);
  void hover(const std::optional<QPointF>& at, Qt::KeyboardModifiers modifiers);
  void preview(const std::optional<julia::ComplexDecimal>& c);
  bool pressKey(const QKeyEvent& event);
  bool releaseKey(const QKeyEvent& event);
  void nudge(QPoint pixels, bool finished);
  void showMenu(QPoint globalPosition);
  void choose(const julia::ComplexDecimal& c, bool finished);
  QPointF ringPosition(const julia::ComplexDecimal& c) const;
  void paintPicture(QPainter& painter, const QPainterPath& outline) const;
  void paintRing(QPainter& painter, QPointF at, Qt::PenStyle style) const;
  void paintCorner(QPainter& painter, Qt::Alignment side, const QString& text) const;

  Gestures* const m_gestures;
  MapFrame m_frame;
  MapPicture m_picture;
  julia::Formula m_formula;
  julia::ComplexDecimal m_parameter;
  std::optional<julia::ComplexDecimal> m_preview;
  std::optional<QPointF> m_mouse;  // where it hovers
  std::optional<QRectF> m_box;     // being drawn
  double m_pixelRatio = 1.0;       // of the last request
};

}  // namespace fatou::ui

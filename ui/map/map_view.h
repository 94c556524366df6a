// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/julia/formulas/formula_row.h"
#include "core/julia/numbers/decimal.h"
#include "core/render/parameter_map.h"
#include "ui/map/critical_counter.h"
#include "ui/map/map_frame.h"
#include "ui/map/map_picture.h"

class QKeyEvent;
class QMenu;
class QPainter;
class QPainterPath;

namespace fatou::ui {

class Gestures;

// The plane of c with the Mandelbrot set in it, to choose c from; of another formula that of any of
// its parameters, of which all is true that is said of c here. The left button takes c, held
// down it goes on; with Ctrl or Shift down the mouse shows c without taking it. Wheel and pinch
// zoom to any depth, the right or middle button and space with the left one pan, a double click
// centres, arrows move c by a pixel (with Shift by ten), Home shows all. C centres on c, with Shift
// so close that c's last digit is seen; a right click offers both, and the formula's other
// parameters and critical points.
//
// Shows the last picture, moved and scaled, until it is given the next one.
class MapView : public QWidget {
  Q_OBJECT
 public:
  explicit MapView(QWidget* parent = nullptr);

  // The place's c: where the ring is on a map of c.
  void setParameter(const julia::ComplexDecimal& c);
  // Where the ring is, be it c or another parameter.
  const julia::ComplexDecimal& parameter() const;

  // Whose map it is. One that has none is greyed and says why. With another formula it becomes that
  // of its first parameter.
  void setFormula(const julia::Formula& formula);
  // Which of the formula's maps it is.
  const render::MapPlane& plane() const { return m_plane; }
  void setPlane(const render::MapPlane& plane);

  const MapFrame& frame() const { return m_frame; }
  void setFrame(const MapFrame& frame);
  void showAll() { setFrame(home()); }
  void centreOnParameter() { setFrame(m_frame.centredOn(parameter())); }
  void zoomToParameter() { setFrame(m_frame.closeTo(parameter())); }

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
  // The same of another parameter than c: the formula with it.
  void numbersRequested(const fatou::julia::Formula& formula, bool finished);
  void numbersPreviewed(const std::optional<fatou::julia::Formula>& formula);
  // The user chose another one of the formula's maps, which is shown.
  void planeRequested(const fatou::render::MapPlane& plane);
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
  MapFrame home() const;
  bool isOfC() const { return m_plane.parameter == "c"; }
  bool isMapped() const { return julia::has(m_formula, julia::Ability::Map); }
  void pick(QPointF at, bool finished);
  void hover(const std::optional<QPointF>& at, Qt::KeyboardModifiers modifiers);
  void preview(const std::optional<julia::ComplexDecimal>& c);
  bool pressKey(const QKeyEvent& event);
  bool releaseKey(const QKeyEvent& event);
  void nudge(QPoint pixels, bool finished);
  void showMenu(QPoint globalPosition);
  void addPointsTo(QMenu& menu);
  void choosePlane(const render::MapPlane& plane);
  void choose(const julia::ComplexDecimal& c, bool finished);
  QPointF ringPosition(const julia::ComplexDecimal& c) const;
  void paintMissing(QPainter& painter, const QPainterPath& outline) const;
  void paintPicture(QPainter& painter, const QPainterPath& outline) const;
  void paintRing(QPainter& painter, QPointF at, Qt::PenStyle style) const;
  void paintCorner(QPainter& painter, Qt::Alignment side, const QString& text) const;

  Gestures* const m_gestures;
  MapFrame m_frame;
  MapPicture m_picture;
  julia::Formula m_formula;
  render::MapPlane m_plane;   // without c
  julia::ComplexDecimal m_c;  // the place's
  std::optional<julia::ComplexDecimal> m_preview;
  std::optional<QPointF> m_mouse;  // where it hovers
  std::optional<QRectF> m_box;     // being drawn
  double m_pixelRatio = 1.0;       // of the last request
  CriticalCounter m_criticalPoints;
};

}  // namespace fatou::ui

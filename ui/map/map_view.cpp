// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QKeyEvent>
#include <QMenu>

#include "core/julia/numbers/resolved_decimal.h"
#include "ui/map/map_menu.h"
#include "ui/map/map_text.h"
#include "ui/state/formula_abilities.h"
#include "ui/widgets/gestures.h"

namespace fatou::ui {
namespace {

constexpr int kFarNudge = 10;
constexpr double kDoubleClickZoom = 2.0;
constexpr int kRadiusDigits = 17;
constexpr Qt::KeyboardModifiers kPreviewKeys = Qt::ControlModifier | Qt::ShiftModifier;

// Returns the direction of an arrow key in the plane; nothing for other keys.
std::optional<QPoint> arrowOf(int key) {
  switch (key) {
    case Qt::Key_Left:
      return QPoint(-1, 0);
    case Qt::Key_Right:
      return QPoint(1, 0);
    case Qt::Key_Up:
      return QPoint(0, 1);
    case Qt::Key_Down:
      return QPoint(0, -1);
    default:
      return std::nullopt;
  }
}

bool isPreviewKey(int key) {
  return key == Qt::Key_Control || key == Qt::Key_Shift;
}

}  // namespace

MapView::MapView(QWidget* parent) : QWidget(parent), m_gestures(new Gestures(this)) {
  m_gestures->setLeftDrag(Gestures::LeftDrag::Pick);
  installEventFilter(this);  // before the gestures: here arrows move c, not the view
  m_frame = MapFrame::home(sizeHint());
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  setAccessibleName(tr("Map of the parameter c"));
  showMeaning();
  connectGestures();
}

void MapView::showMeaning() {
  greyWidget(*this, mapMeaning(m_formula, m_plane), whyNot(m_formula, julia::Ability::Map));
}

MapFrame MapView::home() const {
  if (m_formula.isPower()) return MapFrame::home(m_frame.size);
  return MapFrame::home(m_frame.size, render::usualMapView(m_formula));
}

void MapView::setFormula(const julia::Formula& formula) {
  if (formula == m_formula) return;
  const render::MapRequest before = request();
  const bool isOther = formula.expression() != m_formula.expression();
  const bool isRelated = formula.isPower() && m_formula.isPower();
  m_formula = formula;
  if (isOther) {
    m_plane = render::usualPlane(formula, {});
    m_picture = {};
    if (!isRelated) m_frame = home();
  }
  showMeaning();
  update();
  if (isMapped() && request() != before) Q_EMIT viewChanged();
}

void MapView::setPlane(const render::MapPlane& plane) {
  render::MapPlane other = plane;
  other.c = {};
  if (other == m_plane || !render::check(m_formula, other)) return;
  const bool isOther = other.parameter != m_plane.parameter;
  preview(std::nullopt);
  m_plane = std::move(other);
  m_picture = {};
  if (isOther) m_frame = home();
  showMeaning();
  update();
  Q_EMIT viewChanged();
}

const julia::ComplexDecimal& MapView::parameter() const {
  const auto all = m_formula.parameters();
  const auto own = std::ranges::find(all, m_plane.parameter, &julia::FormulaParameter::name);
  return own == all.end() ? m_c : own->value;
}

void MapView::connectGestures() {
  connect(m_gestures, &Gestures::panned, this,
          [this](QPointF delta) { setFrame(m_frame.panned(delta)); });
  connect(m_gestures, &Gestures::zoomed, this,
          [this](QPointF about, double factor) { setFrame(m_frame.zoomed(about, factor)); });
  connect(m_gestures, &Gestures::boxed, this,
          [this](const QRectF& box) { setFrame(m_frame.zoomedTo(box)); });
  connect(m_gestures, &Gestures::boxChanged, this, [this](const std::optional<QRectF>& box) {
    m_box = box;
    if (m_box) preview(std::nullopt);  // the Shift key was for the box
    update();
  });
  connect(m_gestures, &Gestures::picked, this, &MapView::pick);
  connect(m_gestures, &Gestures::menuRequested, this, &MapView::showMenu);
  connect(m_gestures, &Gestures::hovered, this, &MapView::hover);
  connect(m_gestures, &Gestures::doubleClicked, this, [this](QPointF at, Qt::MouseButton button) {
    if (button == Qt::LeftButton) setFrame(m_frame.centredOn(m_frame.pointAt(at)));
    if (button == Qt::RightButton) setFrame(m_frame.zoomed(at, 1.0 / kDoubleClickZoom));
  });
}

void MapView::setParameter(const julia::ComplexDecimal& c) {
  const bool isOther = !(c == m_c);
  m_c = c;
  update();
  if (isOther && !isOfC() && m_formula.usesC() && isMapped()) Q_EMIT viewChanged();
}

void MapView::setFrame(const MapFrame& frame) {
  const double pixelRatio = devicePixelRatioF();
  if (frame == m_frame && pixelRatio == m_pixelRatio) return;
  m_frame = frame;
  m_pixelRatio = pixelRatio;
  update();
  if (isMapped()) Q_EMIT viewChanged();
}

render::MapRequest MapView::request() const {
  const double ratio = devicePixelRatioF();
  const auto pixels = [ratio](double side) {
    return std::clamp(static_cast<int>(std::ceil(side * ratio)), 2, 16'384);
  };
  const int height = pixels(m_frame.size.height());
  const julia::Scaled radius = m_frame.unit * (0.5 * (height - 1) / ratio);
  render::MapPlane plane = m_plane;
  if (!isOfC() && m_formula.usesC()) plane.c = m_c;
  return {.view = {.centre = m_frame.centre, .radius = julia::decimalOf(radius, kRadiusDigits)},
          .width = pixels(m_frame.size.width()),
          .height = height,
          .tmax = render::mapIterations(radius),
          .formula = render::mappedFormula(m_formula, m_plane),
          .plane = plane};
}

void MapView::setPicture(const MapPicture& picture) {
  if (isMapped()) m_picture = picture;
  update();
}

bool MapView::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress && pressKey(static_cast<const QKeyEvent&>(*event)))
    return true;
  if (event->type() == QEvent::KeyRelease && releaseKey(static_cast<const QKeyEvent&>(*event)))
    return true;
  return QWidget::eventFilter(watched, event);
}

bool MapView::pressKey(const QKeyEvent& event) {
  if (const auto arrow = arrowOf(event.key())) {
    const bool far = event.modifiers().testFlag(Qt::ShiftModifier);
    if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) return false;
    nudge(far ? *arrow * kFarNudge : *arrow, false);
    return true;
  }
  if (event.key() == Qt::Key_C && !(event.modifiers() & ~Qt::ShiftModifier)) {
    event.modifiers() ? zoomToParameter() : centreOnParameter();
    return true;
  }
  if (event.key() == Qt::Key_Home) showAll();
  if (event.key() == Qt::Key_Space) m_gestures->setLeftDrag(Gestures::LeftDrag::Pan);
  if (isPreviewKey(event.key())) hover(m_mouse, kPreviewKeys);
  return event.key() == Qt::Key_Home || event.key() == Qt::Key_Space;
}

bool MapView::releaseKey(const QKeyEvent& event) {
  if (event.isAutoRepeat()) return arrowOf(event.key()) || event.key() == Qt::Key_Space;
  if (arrowOf(event.key())) choose(parameter(), true);
  if (event.key() == Qt::Key_Space) m_gestures->setLeftDrag(Gestures::LeftDrag::Pick);
  if (isPreviewKey(event.key())) preview(std::nullopt);
  return false;
}

void MapView::pick(QPointF at, bool finished) {
  choose(m_frame.pointAt(at), finished);
}

void MapView::hover(const std::optional<QPointF>& at, Qt::KeyboardModifiers modifiers) {
  m_mouse = at;
  if (!at || !(modifiers & kPreviewKeys)) return preview(std::nullopt);
  preview(m_frame.pointAt(*at));
}

void MapView::preview(const std::optional<julia::ComplexDecimal>& c) {
  if (c == m_preview) return;
  m_preview = c;
  update();
  if (isOfC())
    Q_EMIT cPreviewed(c);
  else
    Q_EMIT numbersPreviewed(c ? std::optional(m_formula.with(m_plane.parameter, *c))
                              : std::nullopt);
}

// The coordinate that stays keeps its digits.
void MapView::nudge(QPoint pixels, bool finished) {
  julia::ComplexDecimal c = parameter();
  const auto moved = [this](const julia::Decimal& from, int by) {
    return julia::resolvedSum(from, by, m_frame.unit, julia::placesFor(m_frame.unit));
  };
  if (pixels.x() != 0) c.re = moved(c.re, pixels.x());
  if (pixels.y() != 0) c.im = moved(c.im, pixels.y());
  choose(c, finished);
}

void MapView::showMenu(QPoint globalPosition) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const QString name = QString::fromStdString(m_plane.parameter);
  menu->addAction(tr("&Centre on %1").arg(name), this, &MapView::centreOnParameter);
  menu->addAction(tr("&Zoom to %1").arg(name), this, &MapView::zoomToParameter);
  menu->addSeparator();
  menu->addAction(tr("Show &All"), this, &MapView::showAll);
  if (isMapped() && !render::hasOwnKernels(m_formula, m_plane)) {
    menu->addSeparator();
    addPlaneChoices(*menu, m_formula, request().plane,
                    [this](const render::MapPlane& plane) { choosePlane(plane); });
    addPointsTo(*menu);
  }
  menu->popup(globalPosition);
}

void MapView::choosePlane(const render::MapPlane& plane) {
  const render::MapPlane before = m_plane;
  setPlane(plane);
  if (m_plane != before) Q_EMIT planeRequested(m_plane);
}

// The menu opens before the points are counted, which takes time, and is filled then.
void MapView::addPointsTo(QMenu& menu) {
  QMenu& points = addPointMenu(menu);
  const render::MapPlane plane = request().plane;
  const auto choose = [this](const render::MapPlane& other) { choosePlane(other); };
  connect(&m_criticalPoints, &CriticalCounter::counted, &points,
          [&points, plane, choose](std::int32_t count) {
            if (points.isEmpty()) fillPointChoices(points, count, plane, choose);
          });
  m_criticalPoints.count(m_formula, plane);
}

void MapView::choose(const julia::ComplexDecimal& c, bool finished) {
  if (isOfC()) {
    setParameter(c);
    Q_EMIT cRequested(c, finished);
  } else {
    m_formula = m_formula.with(m_plane.parameter, c);
    update();
    Q_EMIT numbersRequested(m_formula, finished);
  }
  preview(std::nullopt);
}

void MapView::resizeEvent(QResizeEvent*) {
  setFrame(m_frame.resized(size()));
}

void MapView::showEvent(QShowEvent*) {
  setFrame(m_frame);  // the screen's pixel ratio is known now
}

void MapView::focusOutEvent(QFocusEvent* event) {
  m_gestures->setLeftDrag(Gestures::LeftDrag::Pick);  // who knows when the space key comes up
  preview(std::nullopt);
  QWidget::focusOutEvent(event);
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_view.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>

#include "core/julia/numbers/resolved_decimal.h"
#include "ui/state/formula_abilities.h"
#include "ui/widgets/gestures.h"

namespace fatou::ui {
namespace {

constexpr double kCorner = 6.0;
constexpr double kRing = 5.5;
constexpr int kFarNudge = 10;
constexpr double kDoubleClickZoom = 2.0;
constexpr double kMostShownScale = 1e4;
constexpr int kZoomMargin = 6;
constexpr int kRadiusDigits = 17;
constexpr Qt::KeyboardModifiers kPreviewKeys = Qt::ControlModifier | Qt::ShiftModifier;

// Which way an arrow key goes in the plane; nothing for other keys.
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

QString MapView::setName() const {
  return m_formula == julia::Formula() ? tr("Mandelbrot set") : tr("Multibrot set");
}

void MapView::showMeaning() {
  greyWidget(*this,
             tr("The %1: every point is a c, and chooses the Julia set of that c. "
                "Inside it Julia sets are of one piece, outside they are dust.\n"
                "Drag to choose c. Hold Ctrl to look without choosing.\n"
                "Wheel zooms, right drag pans, double click centres, arrows move c.\n"
                "C centres on c, Shift+C zooms to it.")
                 .arg(setName()),
             whyNot(m_formula, julia::Ability::Map));
}

void MapView::setFormula(julia::Formula formula) {
  if (formula == m_formula) return;
  m_formula = formula;
  m_picture = {};
  showMeaning();
  update();
  if (isMapped()) Q_EMIT viewChanged();
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
  m_parameter = c;
  update();
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
  return {.view = {.centre = m_frame.centre, .radius = julia::decimalOf(radius, kRadiusDigits)},
          .width = pixels(m_frame.size.width()),
          .height = height,
          .tmax = render::mapIterations(radius),
          .formula = m_formula};
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
  if (arrowOf(event.key())) choose(m_parameter, true);
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
  Q_EMIT cPreviewed(m_preview);
}

// The coordinate that stays keeps its digits.
void MapView::nudge(QPoint pixels, bool finished) {
  julia::ComplexDecimal c = m_parameter;
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
  menu->addAction(tr("&Centre on c"), this, &MapView::centreOnParameter);
  menu->addAction(tr("&Zoom to c"), this, &MapView::zoomToParameter);
  menu->addSeparator();
  menu->addAction(tr("Show &All"), this, &MapView::showAll);
  menu->popup(globalPosition);
}

void MapView::choose(const julia::ComplexDecimal& c, bool finished) {
  setParameter(c);
  Q_EMIT cRequested(c, finished);
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

// --- painting --------------------------------------------------------------------------------

void MapView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPainterPath outline;
  outline.addRoundedRect(rect(), kCorner, kCorner);
  painter.fillPath(outline, palette().brush(QPalette::Base));
  paintPicture(painter, outline);
  if (m_box) {
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
    painter.drawRect(*m_box);
  }
  paintRing(painter, ringPosition(m_parameter), Qt::SolidLine);
  if (m_preview) paintRing(painter, ringPosition(*m_preview), Qt::DotLine);
  const QString zoom = zoomText(m_frame);
  paintCorner(painter, Qt::AlignRight, zoom);
  if (zoom.isEmpty()) paintCorner(painter, Qt::AlignLeft, setName());
  if (!hasFocus()) return;
  painter.setPen(QPen(palette().color(QPalette::Highlight), 2.0));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kCorner, kCorner);
}

// A brush, for corners that are cut by a clip are not smooth.
void MapView::paintPicture(QPainter& painter, const QPainterPath& outline) const {
  if (m_picture.image.isNull()) return;
  const double exact = 1.0 / devicePixelRatioF();
  double scale = m_picture.step / m_frame.unit;
  const bool sharp = std::abs(scale / exact - 1.0) < 1e-6;
  if (sharp) scale = exact;
  // From quite another depth it is a blur or a dot, and painters do not take any size.
  if (!(scale > 1.0 / kMostShownScale && scale < kMostShownScale)) return;
  const QSizeF shown = QSizeF(m_picture.image.size()) * scale;
  QRectF target(QPointF(), shown);
  target.moveCenter(m_frame.positionOf(m_picture.centre));
  if (!target.intersects(rect())) return;
  QBrush brush(m_picture.image);
  brush.setTransform(QTransform::fromTranslate(target.x(), target.y()).scale(scale, scale));
  painter.setRenderHint(QPainter::SmoothPixmapTransform, !sharp);
  painter.save();
  painter.setClipRect(target);  // a brush goes on for ever
  painter.fillPath(outline, brush);
  painter.restore();
}

// Outside the map, the ring waits at its edge.
QPointF MapView::ringPosition(const julia::ComplexDecimal& c) const {
  const QPointF at = m_frame.positionOf(c);
  return {std::clamp(at.x(), 0.0, double(width())), std::clamp(at.y(), 0.0, double(height()))};
}

// White and black whatever the theme: they are seen on every gradient.
void MapView::paintRing(QPainter& painter, QPointF at, Qt::PenStyle style) const {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(0, 0, 0, 150), 4.0));
  painter.drawEllipse(at, kRing, kRing);
  painter.setPen(QPen(Qt::white, 2.0, style));
  painter.drawEllipse(at, kRing, kRing);
}

// Below, and only where there is something to say.
void MapView::paintCorner(QPainter& painter, Qt::Alignment side, const QString& text) const {
  if (text.isEmpty()) return;
  const QRect inner = rect().adjusted(kZoomMargin, kZoomMargin, -kZoomMargin, -kZoomMargin);
  const Qt::Alignment corner = side | Qt::AlignBottom;
  const QRectF bounds = painter.boundingRect(QRectF(inner), static_cast<int>(corner), text);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(0, 0, 0, 150));
  painter.drawRoundedRect(bounds.adjusted(-4, -2, 4, 2), 4, 4);
  painter.setPen(Qt::white);
  painter.drawText(bounds, static_cast<int>(corner), text);
}

}  // namespace fatou::ui

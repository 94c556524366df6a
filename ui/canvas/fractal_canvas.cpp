// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/fractal_canvas.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QPaintEvent>
#include <QPainter>

#include "core/julia/dynamics/orbit.h"
#include "ui/canvas/landed_rows.h"
#include "ui/canvas/readout.h"
#include "ui/canvas/row_tints.h"

namespace fatou::ui {
namespace {

constexpr std::size_t kOrbitPoints = 2'000;
constexpr double kDoubleClickZoom = 2.0;
constexpr int kHighlightAlpha = 110;

}  // namespace

FractalCanvas::FractalCanvas(const color::Coloring& coloring, QWidget* parent)
    : QWidget(parent),
      m_picture(coloring),
      m_gestures(new Gestures(this)),
      m_chips(*this),
      m_ease(new ZoomEase(this)) {
  setAttribute(Qt::WA_OpaquePaintEvent);
  setMinimumSize(64, 48);
  setAccessibleName(tr("Julia set"));
  connectGestures();
}

void FractalCanvas::connectGestures() {
  connect(m_gestures, &Gestures::begun, this, &FractalCanvas::gestureBegun);
  connect(m_gestures, &Gestures::panned, this, &FractalCanvas::pan);
  connect(m_gestures, &Gestures::zoomed, this, &FractalCanvas::zoom);
  connect(m_gestures, &Gestures::doubleClicked, this, [this](QPointF at, Qt::MouseButton button) {
    zoom(at, button == Qt::RightButton ? 1.0 / kDoubleClickZoom : kDoubleClickZoom);
  });
  connect(m_gestures, &Gestures::boxChanged, this, [this](const std::optional<QRectF>& box) {
    m_box = box;
    update();
  });
  connect(m_gestures, &Gestures::boxed, this, &FractalCanvas::zoomBox);
  connect(m_gestures, &Gestures::hovered, this,
          [this](const std::optional<QPointF>& at) { hover(at); });
  connect(m_gestures, &Gestures::menuRequested, this, &FractalCanvas::menuRequested);
}

PixelSize FractalCanvas::devicePixels() const {
  const auto side = [this](int length) {
    return std::max(2, static_cast<int>(std::lround(length * devicePixelRatioF())));
  };
  return {side(width()), side(height())};
}

void FractalCanvas::begin(const render::RenderRequest& request, julia::Raster raster, bool afresh) {
  const QRectF seen = m_ease->rect(pictureRect());
  m_picture.begin(request, std::move(raster), afresh);
  m_isZooming ? m_ease->start(seen, m_picture) : m_ease->stop();
  m_plane = PlaneMapping::of(m_picture.raster());
  m_landed.reset();
  m_rowCost.assign(static_cast<std::size_t>(request.picture.height), 0.0F);
  m_chips.setZoom(zoomText(m_picture));
  showReadout();
  showCycleNote();
  m_pace.restart();
  update();
  Q_EMIT pictureBegun();
}

void FractalCanvas::addTile(const render::Tile& tile, const render::BandRecord& band) {
  const QRect changed = m_picture.add(tile, band.task.engine);
  const auto spent =
      tile.lanes.allLaneIterations > 0 ? tile.lanes.allLaneIterations : tile.iterations;
  const auto cost =
      static_cast<float>(static_cast<double>(spent) / static_cast<double>(tile.counts.size()));
  for (int row = changed.top(); row <= changed.bottom(); ++row)
    m_rowCost[static_cast<std::size_t>(row)] = cost;
  updatePixels(changed);
}

void FractalCanvas::addRows(const RefinedRows& rows) {
  updatePixels(m_picture.add(rows));
}

void FractalCanvas::finish() {
  m_picture.finish();
  m_ease->spareNoLonger();
  showReadout();
  m_pace.restart();
  update();
}

void FractalCanvas::setColoring(const color::Coloring& coloring) {
  m_picture.setColoring(coloring);
  update();
}

void FractalCanvas::setScaledToFit(bool scaled) {
  m_scaledToFit = scaled;
  m_scroll = {};
  update();
}

void FractalCanvas::setOverlays(Overlays overlays) {
  m_overlays = overlays;
  showCycleNote();
  update();
}

// The overlay of cycles and orbits changes with the note, so it is drawn anew.
void FractalCanvas::showCycleNote() {
  const bool isAsked = m_overlays.testFlag(Overlay::Cycle);
  m_chips.setNote(isAsked && !m_picture.isEmpty()
                      ? m_dynamics.cycleNote(m_picture.request().picture.place)
                      : QString());
  if (isAsked || m_overlays.testFlag(Overlay::CriticalOrbits)) update();
}

// A picture larger than the canvas is scrolled before it is asked to move.
void FractalCanvas::pan(QPointF delta) {
  const QRectF rect = pictureRect();
  if (!m_scaledToFit && (rect.width() > width() + 1 || rect.height() > height() + 1)) {
    m_scroll += delta;
    update();
    return;
  }
  const CanvasMapping to = mapping();
  Q_EMIT panned({delta.x() / to.scaleX, delta.y() / to.scaleY});
}

// The next picture begins within the signal: m_isZooming has it eased to, as no other one is.
void FractalCanvas::zoom(QPointF about, double factor) {
  m_isZooming = true;
  Q_EMIT zoomed(toPixel(about), factor);
  m_isZooming = false;
}

void FractalCanvas::zoomBox(const QRectF& box) {
  if (box.width() < 4 || box.height() < 4) return;
  m_isZooming = true;
  Q_EMIT boxed(QRectF(toPixel(box.topLeft()), toPixel(box.bottomRight())));
  m_isZooming = false;
}

void FractalCanvas::hover(const std::optional<QPointF>& at) {
  std::optional<QPoint> pixel;
  if (at) {
    const QPointF exact = toPixel(*at);
    const QPoint nearest(static_cast<int>(std::lround(exact.x())),
                         static_cast<int>(std::lround(exact.y())));
    if (m_picture.image().rect().contains(nearest)) pixel = nearest;
  }
  if (pixel == m_hovered) return;
  m_hovered = pixel;
  showReadout();
  if (m_overlays.testFlag(Overlay::Orbit)) update();
  Q_EMIT rowHovered(pixel ? std::optional(m_picture.height() - 1 - pixel->y()) : std::nullopt);
}

void FractalCanvas::showReadout() {
  const auto known = m_hovered ? m_picture.pixelAt(*m_hovered) : std::nullopt;
  const auto before = m_chips.rects();
  m_chips.setReadout(known ? readoutText(*known, m_picture) : QString());
  // The labels may cover other numbers of the grid now, which leaves such numbers out.
  if (m_overlays.testFlag(Overlay::Grid) && m_chips.rects() != before) update();
}

void FractalCanvas::resizeEvent(QResizeEvent*) {
  m_chips.layOut();
  Q_EMIT resized(devicePixels());
}

QRectF FractalCanvas::pictureRect() const {
  const QSizeF pixels = QSizeF(m_picture.image().size()) / devicePixelRatioF();
  const PixelSize canvas = devicePixels();
  if (canvas.width == m_picture.width() && canvas.height == m_picture.height())
    return {QPointF(0, 0), pixels};
  if (!m_scaledToFit) return scrolledRect(pixels);
  const QSizeF fitted = pixels.scaled(QSizeF(size()), Qt::KeepAspectRatio);
  return {QPointF((width() - fitted.width()) / 2, (height() - fitted.height()) / 2), fitted};
}

QRectF FractalCanvas::scrolledRect(QSizeF pixels) const {
  const auto place = [this](double room, double length, double scroll) {
    const double least = std::min(0.0, (room - length) / 2);
    const double at = (room - length) / 2 + std::clamp(scroll, least, -least);
    return std::round(at * devicePixelRatioF()) / devicePixelRatioF();
  };
  return {QPointF(place(width(), pixels.width(), m_scroll.x()),
                  place(height(), pixels.height(), m_scroll.y())),
          pixels};
}

CanvasMapping FractalCanvas::mapping() const {
  const QRectF rect = pictureRect();
  return {.plane = m_plane,
          .origin = rect.topLeft(),
          .scaleX = rect.width() / std::max(1, m_picture.image().width()),
          .scaleY = rect.height() / std::max(1, m_picture.image().height())};
}

QPointF FractalCanvas::toPixel(QPointF at) const {
  const CanvasMapping from = mapping();
  return {(at.x() - from.origin.x()) / from.scaleX - 0.5,
          (at.y() - from.origin.y()) / from.scaleY - 0.5};
}

void FractalCanvas::updatePixels(const QRect& pixels) {
  if (m_ease->isRunning()) return;  // the next step of the way paints all of it, at another place
  const CanvasMapping to = mapping();
  const QRectF area(to.origin.x() + pixels.x() * to.scaleX, to.origin.y() + pixels.y() * to.scaleY,
                    pixels.width() * to.scaleX, pixels.height() * to.scaleY);
  m_pace.add(area.toAlignedRect().adjusted(-1, -1, 1, 1));
}

void FractalCanvas::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  if (m_ease->isRunning()) {
    m_ease->paint(painter, pictureRect(), m_picture);
    return paintOverlays(painter);
  }
  if (m_picture.isEmpty() || !pictureRect().contains(event->rect()))
    painter.fillRect(event->rect(), palette().color(QPalette::Dark));
  if (m_picture.isEmpty()) return;
  paintPicture(painter, event->rect());
  if (m_landed)
    paintLanded(painter, mapping(), m_picture.image(), *m_landed, palette().color(QPalette::Dark));
  paintOverlays(painter);
}

// Copies an image whose pixels are those of the screen, which is faster than to scale it.
void FractalCanvas::paintPicture(QPainter& painter, const QRect& area) {
  const QRectF rect = pictureRect();
  const QImage& image = m_picture.image();
  QImage view(image.constBits(), image.width(), image.height(), image.bytesPerLine(),
              image.format());
  const double ratio = devicePixelRatioF();
  if (std::abs(rect.width() * ratio - image.width()) < 0.5) {
    view.setDevicePixelRatio(ratio);
    const QRectF part = QRectF(area).translated(-rect.topLeft());
    painter.drawImage(QPointF(area.topLeft()), view,
                      QRectF(part.topLeft() * ratio, part.size() * ratio));
    return;
  }
  painter.save();
  painter.setClipRect(area);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(rect, view);
  painter.restore();
}

void FractalCanvas::paintOverlays(QPainter& painter) {
  const CanvasMapping to = mapping();
  const QRectF area = pictureRect() & QRectF(rect());
  const int rows = m_picture.height();
  if (m_overlays.testFlag(Overlay::Engines))
    paintRows(painter, to, area, rows, engineTint(m_picture, palette()));
  if (m_overlays.testFlag(Overlay::Cost)) paintRows(painter, to, area, rows, costTint(m_rowCost));
  if (m_overlays.testFlag(Overlay::Grid)) paintGrid(painter, to, area, m_chips.rects());
  // In a deep picture, all points of an orbit but the first are far outside.
  if (!m_plane.isDeep) paintDynamics(painter, to, area);
  paintChecks(painter, to, rows, m_checks);
  if (m_highlight) paintHighlight(painter, to, area);
  if (!m_box) return;
  painter.setPen(QPen(Qt::white, 1.0));
  painter.setBrush(QColor(255, 255, 255, 40));
  painter.drawRect(*m_box);
}

void FractalCanvas::paintDynamics(QPainter& painter, const CanvasMapping& to,
                                  const QRectF& area) const {
  const julia::Place& place = m_picture.request().picture.place;
  if (m_overlays.testFlag(Overlay::Cycle)) m_dynamics.paintCycles(painter, to, area, place);
  if (m_overlays.testFlag(Overlay::CriticalOrbits))
    m_dynamics.paintCriticalOrbits(painter, to, place);
  if (!m_overlays.testFlag(Overlay::Orbit) || !m_hovered) return;
  paintOrbit(painter, to,
             julia::orbitOf(place.formula, {place.c.re.toDouble(), place.c.im.toDouble()},
                            to.plane.pointAt(QPointF(*m_hovered)), kOrbitPoints));
}

void FractalCanvas::paintHighlight(QPainter& painter, const CanvasMapping& to,
                                   const QRectF& area) const {
  QColor color = palette().color(QPalette::Highlight);
  color.setAlpha(kHighlightAlpha);
  const double top = to.origin.y() + (m_picture.height() - m_highlight->end) * to.scaleY;
  painter.fillRect(QRectF(area.left(), top, area.width(), m_highlight->size() * to.scaleY), color);
}

}  // namespace fatou::ui

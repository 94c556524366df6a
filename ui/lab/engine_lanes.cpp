// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/engine_lanes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

namespace fatou::ui {
namespace {

constexpr int kReach = 2;           // how near to a bar the mouse must be, in pixels
constexpr double kKeyZoom = 2.0;    // a press of + or -
constexpr double kWheelZoom = 1.3;  // a notch
constexpr double kNotch = 120.0;    // of QWheelEvent
constexpr double kNotchPan = 0.1;   // of what is in view

bool isZoomKey(int key) {
  return key == Qt::Key_Plus || key == Qt::Key_Equal || key == Qt::Key_Minus || key == Qt::Key_Home;
}

}  // namespace

EngineLanes::EngineLanes(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setProperty("class", QStringLiteral("flush"));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Timeline of the engines"));
  // The help is in the status bar, because a tooltip would cover the lanes while one points at
  // them.
  setStatusTip(
      tr("A lane an engine, a bar a band, idle where there is none · click: its rows · wheel: zoom "
         "in time · drag: move · double click: all · drag along the axis: scrub"));
  viewport()->setMouseTracking(true);
  viewport()->setAutoFillBackground(false);
  viewport()->setBackgroundRole(QPalette::Window);
}

void EngineLanes::setRun(RunLanes run) {
  m_run = std::move(run);
  m_current.reset();
  m_marked.clear();
  m_window.showAll();
  scrubTo(std::nullopt);
  refresh();
}

RunLanes& EngineLanes::edit() {
  refresh();
  return m_run;
}

void EngineLanes::setUnderWay(const std::vector<render::BandWatch::UnderWay>& bands, double now) {
  const std::size_t lanes = m_run.lanes().size();
  m_run.setUnderWay(bands, now);
  m_stale = m_stale || m_run.lanes().size() != lanes;
  viewport()->update();
}

void EngineLanes::setSpan(double seconds) {
  if (seconds == m_window.whole()) return;
  m_window.setWhole(seconds);
  refresh();
}

// Leaves the layout to the next paint event, as many bands come between two frames.
void EngineLanes::refresh() {
  m_stale = true;
  viewport()->update();
}

void EngineLanes::lookElsewhere() {
  refresh();
  Q_EMIT timeWindowChanged(m_window);
}

void EngineLanes::layOut() {
  m_stale = false;
  const auto& lanes = m_run.lanes();
  m_geometry.size = viewport()->size();
  m_geometry.left = barsLeft();
  m_geometry.lanes = static_cast<int>(lanes.size());
  m_geometry.textHeight = fontMetrics().height();
  m_geometry.axis = {.seconds = m_window.seconds(),
                     .width = std::max(1, viewport()->width() - barsLeft()),
                     .begin = m_window.begin()};
  m_geometry.heights = laneHeights(m_geometry.lanes, m_geometry.room(), fontMetrics().height());
  m_painted.clear();
  for (const auto& lane : lanes) m_painted.push_back(layOutBars(lane.bars, m_geometry.axis));
  updateScrollBar();
}

void EngineLanes::updateScrollBar() {
  const int room = m_geometry.room();
  const int all = m_geometry.heights.pitch * m_geometry.lanes;
  verticalScrollBar()->setRange(0, std::max(0, all - room));
  verticalScrollBar()->setSingleStep(m_geometry.heights.pitch);
  verticalScrollBar()->setPageStep(std::max(1, room));
}

int EngineLanes::barsLeft() const {
  return laneNameWidth(m_run, fontMetrics()) + LaneGeometry::kLabelGap;
}

bool EngineLanes::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave) choose(std::nullopt);
  return QAbstractScrollArea::viewportEvent(event);
}

bool EngineLanes::event(QEvent* event) {
  // These keys zoom the picture elsewhere in the window, and the lanes while they have the focus.
  if (event->type() == QEvent::ShortcutOverride &&
      isZoomKey(static_cast<const QKeyEvent*>(event)->key()))
    event->accept();
  if (event->type() == QEvent::FontChange) refresh();  // the width of names has changed
  return QAbstractScrollArea::event(event);
}

void EngineLanes::resizeEvent(QResizeEvent*) {
  layOut();
}

void EngineLanes::paintEvent(QPaintEvent*) {
  if (m_stale) layOut();
  QPainter painter(viewport());
  if (m_run.lanes().empty()) return paintEmpty(painter);
  m_geometry.scrolled = verticalScrollBar()->value();
  const LanePainter lanes(painter, {m_run, m_geometry, m_painted}, palette());
  lanes.paintAxis();
  painter.setClipRect(0, 0, viewport()->width(), m_geometry.room());
  lanes.paintLanes();
  painter.setClipping(false);
  lanes.paintMoments();
  painter.setClipRect(0, 0, viewport()->width(), m_geometry.room() + LaneGeometry::kTickLength);
  for (const std::size_t band : m_marked)
    if (band < m_run.bands().size()) lanes.paintCurrent(band);
  if (m_current && *m_current < m_run.bands().size()) lanes.paintCurrent(*m_current);
  if (m_cursor) lanes.paintCursor(*m_cursor);
}

void EngineLanes::paintEmpty(QPainter& painter) const {
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
                   tr("Nothing has run yet. The bands of the next picture appear here as the "
                      "engines finish them."));
}

void EngineLanes::mouseMoveEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  if (m_drag != Drag::None) return drag(at);
  choose(bandAt(at));
  const bool scrubs = isOnAxis(at) && !m_run.bands().empty();
  viewport()->setCursor(scrubs ? Qt::SizeHorCursor : Qt::ArrowCursor);
}

void EngineLanes::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  const QPoint at = event->position().toPoint();
  m_dragFrom = at;
  m_drag = isOnAxis(at) && !m_run.bands().empty() ? Drag::Scrub : Drag::Press;
  if (m_drag == Drag::Scrub) return drag(at);
  choose(bandAt(at));
}

void EngineLanes::drag(QPoint to) {
  if (m_drag == Drag::Scrub) return scrubTo(std::clamp(secondsAt(to.x()), 0.0, m_window.whole()));
  if (m_drag == Drag::Press) {
    if (std::abs(to.x() - m_dragFrom.x()) < QApplication::startDragDistance()) return;
    m_drag = Drag::Pan;
    choose(std::nullopt);
  }
  m_window.pan(m_geometry.axis.spanOf(m_dragFrom.x() - to.x()));
  m_dragFrom = to;
  lookElsewhere();
}

void EngineLanes::mouseReleaseEvent(QMouseEvent*) {
  if (std::exchange(m_drag, Drag::None) != Drag::Press) return;
  scrubTo(std::nullopt);
  if (m_current) Q_EMIT bandClicked(*m_current);
}

void EngineLanes::mouseDoubleClickEvent(QMouseEvent* event) {
  if (isOnAxis(event->position().toPoint())) return mousePressEvent(event);
  m_window.showAll();
  lookElsewhere();
}

void EngineLanes::wheelEvent(QWheelEvent* event) {
  const QPoint turn = event->angleDelta();
  const int x = static_cast<int>(event->position().x());
  if (x < barsLeft() && turn.y() != 0) return QAbstractScrollArea::wheelEvent(event);
  const bool sideways = turn.x() != 0 || event->modifiers().testFlag(Qt::ShiftModifier);
  if (sideways) {
    m_window.pan(-(turn.x() + turn.y()) / kNotch * kNotchPan * m_window.seconds());
    lookElsewhere();
  } else {
    zoom(std::pow(kWheelZoom, turn.y() / kNotch), secondsAt(x));
  }
  event->accept();
}

void EngineLanes::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      return stepInLane(-1);
    case Qt::Key_Right:
      return stepInLane(1);
    case Qt::Key_Up:
      return stepToLane(-1);
    case Qt::Key_Down:
      return stepToLane(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoomAtMiddle(kKeyZoom);
    case Qt::Key_Minus:
      return zoomAtMiddle(1.0 / kKeyZoom);
    case Qt::Key_Home:
      m_window.showAll();
      return lookElsewhere();
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      if (m_current) Q_EMIT bandClicked(*m_current);
      return;
    default:
      event->ignore();
  }
}

void EngineLanes::zoom(double factor, double at) {
  m_window.zoom(factor, at);
  lookElsewhere();
}

// Zooms at the current bar, or in the middle where there is none.
void EngineLanes::zoomAtMiddle(double factor) {
  const double middle = m_window.begin() + m_window.seconds() / 2;
  zoom(factor, m_current ? m_run.barOf(*m_current).begin : middle);
}

void EngineLanes::scrubTo(std::optional<double> seconds) {
  if (seconds == m_cursor) return;
  m_cursor = seconds;
  viewport()->update();
  Q_EMIT cursorChanged(m_cursor);
}

double EngineLanes::secondsAt(int x) const {
  // The time at the middle of the pixel, so that a bar of one pixel is met.
  return m_geometry.axis.secondsAt(x - barsLeft() + 0.5);
}

bool EngineLanes::isOnAxis(QPoint point) const {
  return point.x() >= m_geometry.left && point.y() >= m_geometry.axisTop() - 2;
}

std::optional<std::size_t> EngineLanes::bandAt(QPoint point) const {
  if (m_geometry.heights.pitch <= 0 || isOnAxis(point)) return std::nullopt;
  const int lane = (point.y() + verticalScrollBar()->value()) / m_geometry.heights.pitch;
  if (point.y() < 0 || lane >= m_geometry.lanes) return std::nullopt;
  const auto& bars = m_run.lanes()[static_cast<std::size_t>(lane)].bars;
  const auto bar = barNear(bars, secondsAt(point.x()), m_geometry.axis.spanOf(kReach));
  if (!bar) return std::nullopt;
  return bars[*bar].band;
}

void EngineLanes::choose(std::optional<std::size_t> band) {
  if (band == m_current) return;
  setCurrent(band);
  Q_EMIT currentChanged(band);
}

void EngineLanes::stepInLane(int bars) {
  if (m_run.bands().empty()) return;
  if (!m_current) return stepToLane(0);
  const auto& lane = m_run.lanes()[m_run.laneOf(*m_current)].bars;
  const auto index = static_cast<int>(&m_run.barOf(*m_current) - lane.data());
  const int next = std::clamp(index + bars, 0, static_cast<int>(lane.size()) - 1);
  choose(lane[static_cast<std::size_t>(next)].band);
}

void EngineLanes::stepToLane(int lanes) {
  const auto& all = m_run.lanes();
  const double at = m_current ? m_run.barOf(*m_current).begin : 0.0;
  const int from = m_current ? static_cast<int>(m_run.laneOf(*m_current)) : 0;
  // Lanes without any bar are passed over.
  for (int lane = from + lanes; lane >= 0 && lane < static_cast<int>(all.size());
       lane += lanes == 0 ? 1 : lanes) {
    const auto& bars = all[static_cast<std::size_t>(lane)].bars;
    if (const auto bar = barNear(bars, at, m_window.whole() * 10)) return choose(bars[*bar].band);
  }
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/engine_lanes.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

#include "ui/style/engine_colors.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

constexpr int kTickLength = 4;
constexpr int kTickDistance = 90;  // pixels between ticks at the least
constexpr int kLabelGap = 10;      // between a lane's name and its bars
constexpr int kReach = 2;          // how near to a bar the mouse must be, in pixels

}  // namespace

EngineLanes::EngineLanes(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setProperty("class", QStringLiteral("flush"));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Timeline of the engines"));
  setToolTip(
      tr("One lane an engine, one bar a band. Arrow keys step from bar to bar; a click shows "
         "the band's rows in the picture"));
  viewport()->setMouseTracking(true);
  viewport()->setAutoFillBackground(false);
  viewport()->setBackgroundRole(QPalette::Window);
}

void EngineLanes::setRun(RunLanes run) {
  m_run = std::move(run);
  m_current.reset();
  refresh();
}

void EngineLanes::add(const render::BandRecord& band) {
  m_run.add(band);
  refresh();
}

void EngineLanes::setSpan(double seconds) {
  if (seconds == m_axis.seconds || !(seconds > 0.0)) return;
  m_axis.seconds = seconds;
  refresh();
}

void EngineLanes::setCurrent(std::optional<std::size_t> band) {
  if (band == m_current) return;
  m_current = band;
  viewport()->update();
}

// Lays out when it is painted: many bands come between two frames.
void EngineLanes::refresh() {
  m_stale = true;
  viewport()->update();
}

void EngineLanes::layOut() {
  m_stale = false;
  const auto& lanes = m_run.lanes();
  m_axis.width = std::max(1, viewport()->width() - barsLeft());
  m_heights = laneHeights(static_cast<int>(lanes.size()), viewport()->height() - axisHeight(),
                          fontMetrics().height());
  m_painted.clear();
  for (const auto& lane : lanes) m_painted.push_back(layOutBars(lane.bars, m_axis));
  updateScrollBar();
}

void EngineLanes::updateScrollBar() {
  const int room = viewport()->height() - axisHeight();
  const int all = m_heights.pitch * static_cast<int>(m_run.lanes().size());
  verticalScrollBar()->setRange(0, std::max(0, all - room));
  verticalScrollBar()->setSingleStep(m_heights.pitch);
  verticalScrollBar()->setPageStep(std::max(1, room));
}

int EngineLanes::barsLeft() const {
  return fontMetrics().horizontalAdvance(tr("engine %1").arg(88)) + kLabelGap;
}

int EngineLanes::axisHeight() const {
  return kTickLength + 2 + fontMetrics().height();
}

QRect EngineLanes::laneRect(std::size_t lane) const {
  const int top = static_cast<int>(lane) * m_heights.pitch - verticalScrollBar()->value();
  return {barsLeft(), top, m_axis.width, m_heights.bar};
}

bool EngineLanes::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave) choose(std::nullopt);
  return QAbstractScrollArea::viewportEvent(event);
}

void EngineLanes::resizeEvent(QResizeEvent*) {
  layOut();
}

void EngineLanes::paintEvent(QPaintEvent*) {
  if (m_stale) layOut();
  QPainter painter(viewport());
  if (m_run.lanes().empty()) return paintEmpty(painter);
  paintAxis(painter);
  painter.setClipRect(0, 0, viewport()->width(), viewport()->height() - axisHeight());
  paintLanes(painter);
  paintCurrent(painter);
}

void EngineLanes::paintEmpty(QPainter& painter) const {
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap,
                   tr("Nothing has run yet. The bands of the next picture appear here as the "
                      "engines finish them."));
}

void EngineLanes::paintLanes(QPainter& painter) const {
  for (std::size_t lane = 0; lane < m_run.lanes().size(); ++lane) {
    const QRect rect = laneRect(lane);
    if (rect.bottom() < 0 || rect.top() > viewport()->height()) continue;
    painter.fillRect(rect, palette().color(QPalette::Base));
    paintBars(painter, lane);
    if (static_cast<int>(lane) % m_heights.labelStep == 0) paintName(painter, lane);
  }
}

void EngineLanes::paintName(QPainter& painter, std::size_t lane) const {
  const int height = fontMetrics().height();
  const int top = std::max(laneRect(lane).center().y() - height / 2, lane == 0 ? 0 : -height);
  if (top + height > viewport()->height() - axisHeight() + 2) return;  // would be cut off
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(QRect(0, top, barsLeft() - kLabelGap, height), Qt::AlignRight | Qt::AlignVCenter,
                   tr("engine %1").arg(m_run.lanes()[lane].engine));
}

void EngineLanes::paintBars(QPainter& painter, std::size_t lane) const {
  const int engines = static_cast<int>(m_run.lanes().size());
  const QColor shades[] = {engineColor(static_cast<int>(lane), engines, palette()),
                           alternateEngineColor(static_cast<int>(lane), engines, palette())};
  const QRect rect = laneRect(lane);
  for (const PaintedBar& bar : m_painted[lane])
    painter.fillRect(rect.left() + bar.left, rect.top(), bar.right - bar.left, rect.height(),
                     shades[bar.first % 2]);
}

void EngineLanes::paintAxis(QPainter& painter) const {
  const int bottom = std::min(viewport()->height() - axisHeight(),
                              m_heights.pitch * static_cast<int>(m_run.lanes().size()));
  const double step = tickStep(m_axis.seconds, std::max(1, m_axis.width / kTickDistance));
  const auto ticks = static_cast<int>(std::floor(m_axis.seconds / step + 1e-9));
  for (int tick = 0; tick <= ticks; ++tick) {
    const int x =
        barsLeft() + std::min(m_axis.width - 1, static_cast<int>(m_axis.pixelOf(tick * step)));
    painter.fillRect(x, 0, 1, bottom + kTickLength, palette().color(QPalette::Mid));
    const QString text = tickText(tick * step, step);
    const int width = fontMetrics().horizontalAdvance(text);
    const int left = std::clamp(x - width / 2, barsLeft(), viewport()->width() - width);
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(QRect(left, bottom + kTickLength + 2, width, fontMetrics().height()),
                     Qt::AlignCenter | Qt::TextDontClip, text);
  }
}

void EngineLanes::paintCurrent(QPainter& painter) const {
  if (!m_current || *m_current >= m_run.bands().size()) return;
  const LaneBar& bar = m_run.barOf(*m_current);
  const QRect lane = laneRect(m_run.laneOf(*m_current));
  const double left = lane.left() + m_axis.pixelOf(bar.begin);
  const double width = std::max(3.0, m_axis.pixelOf(bar.end - bar.begin));
  painter.setPen(QPen(palette().color(QPalette::Text), 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(QRectF(left, lane.top() + 1, width - 1, lane.height() - 2));
}

void EngineLanes::mouseMoveEvent(QMouseEvent* event) {
  choose(bandAt(event->position().toPoint()));
}

void EngineLanes::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  choose(bandAt(event->position().toPoint()));
  if (m_current) Q_EMIT bandClicked(*m_current);
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
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      if (m_current) Q_EMIT bandClicked(*m_current);
      return;
    default:
      event->ignore();
  }
}

std::optional<std::size_t> EngineLanes::bandAt(QPoint point) const {
  if (m_heights.pitch <= 0 || point.y() >= viewport()->height() - axisHeight()) return std::nullopt;
  const int lane = (point.y() + verticalScrollBar()->value()) / m_heights.pitch;
  if (point.y() < 0 || lane >= static_cast<int>(m_run.lanes().size())) return std::nullopt;
  const auto& bars = m_run.lanes()[static_cast<std::size_t>(lane)].bars;
  // The middle of the pixel, so that a bar of one pixel is met.
  const double at = m_axis.secondsAt(point.x() - barsLeft() + 0.5);
  const auto bar = barNear(bars, at, m_axis.secondsAt(kReach));
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
  const auto place = static_cast<int>(&m_run.barOf(*m_current) - lane.data());
  const int next = std::clamp(place + bars, 0, static_cast<int>(lane.size()) - 1);
  choose(lane[static_cast<std::size_t>(next)].band);
}

void EngineLanes::stepToLane(int lanes) {
  const auto& all = m_run.lanes();
  const double at = m_current ? m_run.barOf(*m_current).begin : 0.0;
  const int from = m_current ? static_cast<int>(m_run.laneOf(*m_current)) : 0;
  // On to the next lane that has anything.
  for (int lane = from + lanes; lane >= 0 && lane < static_cast<int>(all.size());
       lane += lanes == 0 ? 1 : lanes) {
    const auto& bars = all[static_cast<std::size_t>(lane)].bars;
    if (const auto bar = barNear(bars, at, m_axis.seconds * 10)) return choose(bars[*bar].band);
  }
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/lane_painter.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include "core/io/shown_text.h"
#include "ui/style/engine_colors.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

constexpr int kTickDistance = 90;  // pixels between ticks at the least
constexpr int kMark = 4;           // half the width of a moment's mark
constexpr float kCoarseAlpha = 0.4F;

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::EngineLanes", text);
}

}  // namespace

QString laneName(const RunLanes& run, std::size_t lane) {
  const RunLanes::Lane& of = run.lanes()[lane];
  if (!run.hasHosts()) return tr("engine %1").arg(of.engine);
  // Machines of a cluster differ in the first part of their names.
  const QString host = QString::fromStdString(of.host.substr(0, of.host.find('.')));
  return tr("%1 · %2").arg(io::shownLine(host)).arg(of.engine);
}

int laneNameWidth(const RunLanes& run, const QFontMetrics& metrics) {
  const int usual = metrics.horizontalAdvance(tr("engine %1").arg(88));
  if (!run.hasHosts()) return usual;
  int widest = usual;
  for (std::size_t lane = 0; lane < run.lanes().size(); ++lane)
    widest = std::max(widest, metrics.horizontalAdvance(laneName(run, lane)));
  return std::min(widest, 2 * usual);
}

int LaneGeometry::axisTop() const {
  return std::min(room(), heights.pitch * lanes);
}

QRect LaneGeometry::laneRect(std::size_t lane) const {
  return {left, static_cast<int>(lane) * heights.pitch - scrolled, axis.width, heights.bar};
}

int LaneGeometry::xOf(double seconds) const {
  return left + std::min(axis.width - 1, static_cast<int>(std::floor(axis.pixelOf(seconds))));
}

LanePainter::LanePainter(QPainter& painter, const Subject& subject, const QPalette& palette)
    : m_painter(painter),
      m_subject(subject),
      m_geometry(subject.geometry),
      m_palette(palette),
      m_metrics(painter.fontMetrics()) {}

void LanePainter::paintLanes() const {
  for (std::size_t lane = 0; lane < m_subject.bars.size(); ++lane) {
    const QRect rect = m_geometry.laneRect(lane);
    if (rect.bottom() < 0 || rect.top() > m_geometry.size.height()) continue;
    m_painter.fillRect(rect, m_palette.color(QPalette::Base));
    paintBars(lane);
    if (static_cast<int>(lane) % m_geometry.heights.labelStep == 0) paintName(lane);
  }
  paintUnderWay();
  paintGathering();
}

void LanePainter::paintName(std::size_t lane) const {
  const int height = m_metrics.height();
  const int top =
      std::max(m_geometry.laneRect(lane).center().y() - height / 2, lane == 0 ? 0 : -height);
  if (top + height > m_geometry.room() + 2) return;  // would be cut off
  m_painter.setPen(m_palette.color(QPalette::PlaceholderText));
  const int width = m_geometry.left - LaneGeometry::kLabelGap;
  m_painter.drawText(QRect(0, top, width, height), Qt::AlignRight | Qt::AlignVCenter,
                     m_metrics.elidedText(laneName(m_subject.run, lane), Qt::ElideLeft, width));
}

// The colour of an engine follows from its number, as the tint of its rows in the picture does;
// grey where the engine was lost.
QColor LanePainter::colorOf(std::size_t lane) const {
  const RunLanes::Lane& of = m_subject.run.lanes()[lane];
  if (of.isLost) return m_palette.color(QPalette::Disabled, QPalette::Text);
  return engineColor(of.engine, static_cast<int>(m_subject.bars.size()), m_palette);
}

QColor LanePainter::alternateColorOf(std::size_t lane) const {
  const RunLanes::Lane& of = m_subject.run.lanes()[lane];
  if (of.isLost) return m_palette.color(QPalette::Mid);
  return alternateEngineColor(of.engine, static_cast<int>(m_subject.bars.size()), m_palette);
}

void LanePainter::paintBars(std::size_t lane) const {
  const QColor shades[] = {colorOf(lane), alternateColorOf(lane)};
  const QRect rect = m_geometry.laneRect(lane);
  const auto& bars = m_subject.run.lanes()[lane].bars;
  for (const PaintedBar& bar : m_subject.bars[lane]) {
    const QRect place(rect.left() + bar.left, rect.top(), bar.right - bar.left, rect.height());
    const bool isCoarse = m_subject.run.bands()[bars[bar.first].band].cell > 1;
    QColor color = shades[bar.first % 2];
    if (isCoarse) m_painter.fillRect(place, QBrush(color, Qt::FDiagPattern));
    if (isCoarse) color.setAlphaF(kCoarseAlpha);
    m_painter.fillRect(place, color);
  }
}

// Outlines bands that are being computed, from their start to now.
void LanePainter::paintUnderWay() const {
  const TimeAxis& axis = m_geometry.axis;
  m_painter.setBrush(Qt::NoBrush);
  for (const RunLanes::UnderWay& band : m_subject.run.underWay()) {
    const double begin = std::max(axis.pixelOf(band.begin), -2.0);
    const double end = std::min(axis.pixelOf(band.end), axis.width + 2.0);
    if (end < 0.0 || begin > axis.width || band.lane >= m_subject.bars.size()) continue;
    const QRect lane = m_geometry.laneRect(band.lane);
    m_painter.setPen(colorOf(band.lane));
    m_painter.drawRect(
        QRectF(lane.left() + begin, lane.top(), std::max(1.0, end - begin - 1), lane.height() - 1));
  }
}

// Hatches the time in which the caller gathers, from the last tile to the end of the run.
void LanePainter::paintGathering() const {
  const auto& moments = m_subject.run.moments();
  const auto& wallTime = m_subject.run.wallTime();
  if (!moments || !wallTime) return;
  const TimeAxis& axis = m_geometry.axis;
  const double begin = std::max(axis.pixelOf(moments->lastTile), 0.0);
  const double end = std::min(axis.pixelOf(*wallTime), static_cast<double>(axis.width));
  if (end - begin < 1.0) return;
  m_painter.fillRect(QRectF(m_geometry.left + begin, 0.0, end - begin, m_geometry.axisTop()),
                     QBrush(m_palette.color(QPalette::Mid), Qt::BDiagPattern));
}

void LanePainter::paintAxis() const {
  const TimeAxis& axis = m_geometry.axis;
  const int bottom = m_geometry.axisTop();
  const double step = tickStep(axis.seconds, std::max(1, axis.width / kTickDistance));
  const auto first = static_cast<std::int64_t>(std::ceil(axis.begin / step - 1e-9));
  const auto last =
      static_cast<std::int64_t>(std::floor((axis.begin + axis.seconds) / step + 1e-9));
  for (std::int64_t tick = first; tick <= last; ++tick) {
    const double at = static_cast<double>(tick) * step;
    const int x = m_geometry.xOf(at);
    m_painter.fillRect(x, 0, 1, bottom + LaneGeometry::kTickLength, m_palette.color(QPalette::Mid));
    const QString text = tickText(at, step);
    const int width = m_metrics.horizontalAdvance(text);
    const int left = std::clamp(x - width / 2, m_geometry.left,
                                std::max(m_geometry.left, m_geometry.size.width() - width));
    m_painter.setPen(m_palette.color(QPalette::PlaceholderText));
    m_painter.drawText(
        QRect(left, bottom + LaneGeometry::kTickLength + 2, width, m_metrics.height()),
        Qt::AlignCenter | Qt::TextDontClip, text);
  }
}

void LanePainter::paintMoments() const {
  const auto& moments = m_subject.run.moments();
  if (!moments) return;
  int taken = m_geometry.left - 1;
  taken = paintMoment({moments->submitted, tr("submitted")}, taken);
  taken = paintMoment({moments->firstTile, tr("first tile")}, taken);
  if (moments->firstPass) taken = paintMoment({*moments->firstPass, tr("first pass")}, taken);
  // While the run goes on, a later tile may still come: which one is the last is known only at its
  // end.
  if (!m_subject.run.wallTime()) return;
  const QString gathered = tr("gathered");
  const int room = m_metrics.horizontalAdvance(gathered) + LaneGeometry::kLabelGap;
  taken = paintMoment({moments->lastTile, tr("last tile"), room}, taken);
  paintMoment({*m_subject.run.wallTime(), gathered}, taken);
}

int LanePainter::paintMoment(const Moment& moment, int taken) const {
  const auto& [seconds, name, roomRight] = moment;
  const TimeAxis& axis = m_geometry.axis;
  if (seconds < axis.begin || seconds > axis.begin + axis.seconds) return taken;
  const int x = m_geometry.xOf(seconds);
  const int bottom = m_geometry.axisTop();
  const QColor color = m_palette.color(QPalette::Link);
  m_painter.setPen(QPen(color, 1, Qt::DotLine));
  m_painter.drawLine(x, 0, x, bottom);
  QPainterPath mark(QPointF(x + 0.5, bottom - kMark));
  mark.lineTo(x + 0.5 + kMark, bottom + kMark / 2.0);
  mark.lineTo(x + 0.5 - kMark, bottom + kMark / 2.0);
  m_painter.fillPath(mark, color);
  const int width = m_metrics.horizontalAdvance(name);
  const int top = bottom + m_geometry.axisHeight();
  const int left = std::min(x - 2, m_geometry.size.width() - roomRight - width);
  if (left <= taken || top + m_metrics.height() > m_geometry.size.height()) return taken;
  m_painter.setPen(color);
  m_painter.drawText(QRect(left, top, width, m_metrics.height()), Qt::TextDontClip, name);
  return left + width + LaneGeometry::kLabelGap;
}

void LanePainter::paintCurrent(std::size_t band) const {
  const LaneBar& bar = m_subject.run.barOf(band);
  const QRect lane = m_geometry.laneRect(m_subject.run.laneOf(band));
  const TimeAxis& axis = m_geometry.axis;
  const double begin = std::max(axis.pixelOf(bar.begin), -2.0);
  const double end = std::min(axis.pixelOf(bar.end), axis.width + 2.0);
  if (end < 0.0 || begin > axis.width) return;
  m_painter.setPen(QPen(m_palette.color(QPalette::Text), 2));
  m_painter.setBrush(Qt::NoBrush);
  m_painter.drawRect(QRectF(lane.left() + begin, lane.top() + 1, std::max(2.0, end - begin - 1),
                            lane.height() - 2));
}

void LanePainter::paintCursor(double seconds) const {
  const int bottom = m_geometry.axisTop();
  const int right = m_geometry.left + m_geometry.axis.width;
  const int x = std::clamp(m_geometry.xOf(seconds), m_geometry.left - 1, right);
  QColor veil = m_palette.color(QPalette::Window);
  veil.setAlphaF(0.7F);
  m_painter.fillRect(x, 0, right - x, bottom, veil);
  if (x >= m_geometry.left)
    m_painter.fillRect(x, 0, 1, bottom + LaneGeometry::kTickLength,
                       m_palette.color(QPalette::Text));
}

}  // namespace fatou::ui

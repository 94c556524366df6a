// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/curve_chart.h"

#include <algorithm>
#include <cmath>

#include <QChart>
#include <QChartView>
#include <QCursor>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLegendMarker>
#include <QLineSeries>
#include <QToolTip>
#include <QVBoxLayout>
#include <QValueAxis>

#include "ui/lab/lane_layout.h"
#include "ui/style/engine_colors.h"

namespace fatou::ui {
namespace {

QFont smallFont(const QFont& font, double scale = 0.88, QFont::Weight weight = QFont::Normal) {
  QFont small = font;
  small.setPointSizeF(font.pointSizeF() * scale);
  small.setWeight(weight);
  return small;
}

// Extra series, like error bars, are not explained in the legend.
void hideFromLegend(QChart& chart, QAbstractSeries* series) {
  for (QLegendMarker* marker : chart.legend()->markers(series)) marker->setVisible(false);
}

}  // namespace

CurveChart::CurveChart(const QString& title, QWidget* parent)
    : QWidget(parent),
      m_title(title),
      m_view(new QChartView(this)),
      m_chart(m_view->chart()),
      m_engines(new QValueAxis),
      m_values(new QValueAxis) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_view);
  m_view->setRenderHint(QPainter::Antialiasing);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->setFocusPolicy(Qt::NoFocus);
  m_view->setMinimumSize(1, 1);
  m_view->setAccessibleName(title);
  m_chart->setBackgroundVisible(false);
  m_chart->setMargins({0, 0, 0, 0});
  m_chart->layout()->setContentsMargins(0, 0, 0, 0);
  m_chart->setTitle(title);
  m_chart->addAxis(m_engines, Qt::AlignBottom);
  m_chart->addAxis(m_values, Qt::AlignLeft);
  m_chart->legend()->setAlignment(Qt::AlignBottom);
  m_chart->legend()->setMarkerShape(QLegend::MarkerShapeFromSeries);
  dress();
}

void CurveChart::setCurves(const std::vector<Curve>& curves, const Unit& unit) {
  m_curves = curves;
  m_unit = unit;
  m_chart->removeAllSeries();
  m_chart->setTitle(unit.name.isEmpty() ? m_title : tr("%1, %2").arg(m_title, unit.name));
  setRanges(curves, unit.scale);
  m_values->setLabelFormat(unit.format);
  for (const Curve& curve : curves) addCurve(curve, unit.scale);
}

void CurveChart::setRanges(const std::vector<Curve>& curves, double scale) {
  double most = 1.0;
  double highest = 0.0;
  for (const Curve& curve : curves)
    for (const auto& point : curve.points) {
      most = std::max(most, point.engines);
      highest = std::max(highest, point.value.high * scale);
    }
  const double margin = std::max(0.2, (most - 1.0) * 0.06);
  m_engines->setRange(1.0 - margin, most + margin);
  m_engines->setTickType(QValueAxis::TicksDynamic);
  m_engines->setTickAnchor(0.0);
  m_engines->setTickInterval(std::max(1.0, tickStep(most, 8)));
  m_engines->setLabelFormat(QStringLiteral("%d"));
  const double top = highest > 0.0 ? highest * 1.05 : 1.0;
  const double step = tickStep(top, 5);
  m_values->setTickType(QValueAxis::TicksDynamic);
  m_values->setTickAnchor(0.0);
  m_values->setTickInterval(step);
  m_values->setRange(0.0, top);
}

QPen CurveChart::penOf(const Curve& curve) const {
  if (curve.dashed)
    return {palette().color(QPalette::PlaceholderText), 1.2, Qt::DashLine, Qt::FlatCap};
  return {engineColor(curve.color, kCurveColors, palette()), 2.0};
}

void CurveChart::addCurve(const Curve& curve, double scale) {
  const QPen pen = penOf(curve);
  auto* line = new QLineSeries;
  line->setName(curve.name);
  line->setPen(pen);
  for (const auto& [engines, value] : curve.points) line->append(engines, value.median * scale);
  line->setPointsVisible(!curve.dashed);
  line->setMarkerSize(4.0);
  connect(line, &QLineSeries::hovered, this, [this, name = curve.name](QPointF at, bool over) {
    if (!over) return QToolTip::hideText();
    const QString value = QString::asprintf(m_unit.format.toUtf8().constData(), at.y());
    const int engines = qRound(at.x());
    QToolTip::showText(QCursor::pos(), tr("%1, %2 engines: %3").arg(name).arg(engines).arg(value));
  });
  m_chart->addSeries(line);
  line->attachAxis(m_engines);
  line->attachAxis(m_values);
  if (curve.dashed) return;
  for (const auto& point : curve.points) addErrorBar(point, pen, scale);
}

void CurveChart::addErrorBar(const Curve::Point& point, const QPen& pen, double scale) {
  if (!(point.value.high > point.value.low)) return;
  auto* bar = new QLineSeries;
  const double width = (m_engines->max() - m_engines->min()) * 0.012;
  const double low = point.value.low * scale;
  const double high = point.value.high * scale;
  const double x = point.engines;
  for (const QPointF at : {QPointF(x - width, low), QPointF(x + width, low), QPointF(x, low),
                           QPointF(x, high), QPointF(x - width, high), QPointF(x + width, high)})
    bar->append(at);
  bar->setPen({pen.color(), 1.2});
  m_chart->addSeries(bar);
  bar->attachAxis(m_engines);
  bar->attachAxis(m_values);
  hideFromLegend(*m_chart, bar);
}

void CurveChart::dress() {
  const QColor text = palette().color(QPalette::PlaceholderText);
  const QColor line = palette().color(QPalette::Mid);
  for (QValueAxis* axis : {m_engines, m_values}) {
    axis->setLabelsColor(text);
    axis->setLabelsFont(smallFont(font()));
    axis->setGridLineColor(line);
    axis->setLinePenColor(line);
  }
  m_engines->setGridLineVisible(false);
  m_chart->setTitleFont(smallFont(font(), 0.88, QFont::DemiBold));
  m_chart->setTitleBrush(text);
  m_chart->legend()->setFont(smallFont(font(), 0.8));
  m_chart->legend()->setLabelColor(text);
  m_view->setBackgroundBrush(Qt::NoBrush);
  m_view->viewport()->setAutoFillBackground(false);
}

void CurveChart::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
  dress();
  setCurves(m_curves, m_unit);
}

}  // namespace fatou::ui

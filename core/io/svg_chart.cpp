// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/svg_chart.h"

#include <algorithm>

#include "core/io/svg_canvas.h"

namespace fatou::io {
namespace {

constexpr double kChartWidth = 440.0;
constexpr double kHeight = 300.0;
constexpr PlotArea kPlot{.left = 60.0, .top = 62.0, .width = 360.0, .height = 186.0};

// Puts numbers of a chart on its plot.
struct Axes {
  double xEnd = 1.0;
  AxisScale y;

  double toX(double x) const { return kPlot.left + kPlot.width * x / xEnd; }
  double toY(double value) const { return kPlot.bottom() - kPlot.height * value / y.end; }
};

Axes axesFor(const Chart& chart) {
  double highest = 0.0;
  Axes axes;
  for (const ChartSeries& series : chart.series) {
    for (const ChartPoint& point : series.points) {
      highest = std::max({highest, point.y, point.high});
      axes.xEnd = std::max(axes.xEnd, point.x + 0.4);
    }
  }
  axes.y = axisScale(highest);
  return axes;
}

void drawAxes(SvgCanvas& canvas, const Chart& chart, const Axes& axes) {
  for (const double tick : axes.y.ticks) {
    const double y = axes.toY(tick);
    canvas.line(kPlot.left, y, kPlot.right(), y, {.stroke = QStringLiteral("#e4e4e4")});
    canvas.text(kPlot.left - 8, y + 4, QString::number(tick, 'g', 4),
                {.anchor = QStringLiteral("end"), .size = 11});
  }
  const int step = std::max(1, static_cast<int>(axes.xEnd) / 8);
  for (int x = step; x <= static_cast<int>(axes.xEnd); x += step) {
    canvas.line(axes.toX(x), kPlot.bottom(), axes.toX(x), kPlot.bottom() + 4,
                {.stroke = QStringLiteral("#888")});
    canvas.text(axes.toX(x), kPlot.bottom() + 18, QString::number(x),
                {.anchor = QStringLiteral("middle"), .size = 11});
  }
  canvas.line(kPlot.left, kPlot.bottom(), kPlot.right(), kPlot.bottom(),
              {.stroke = QStringLiteral("#888")});
  canvas.text(kPlot.left + kPlot.width / 2, kHeight - 12, chart.xTitle,
              {.anchor = QStringLiteral("middle")});
  canvas.text(18, kPlot.top + kPlot.height / 2, chart.yTitle,
              {.anchor = QStringLiteral("middle"), .upwards = true});
}

void drawSeries(SvgCanvas& canvas, const ChartSeries& series, const QString& color,
                const Axes& axes) {
  std::vector<double> points;
  for (const ChartPoint& point : series.points) {
    points.push_back(axes.toX(point.x));
    points.push_back(axes.toY(point.y));
  }
  canvas.path(points, {.stroke = color, .width = series.guide ? 1.2 : 2.0, .dashed = series.guide});
  if (series.guide) return;
  for (const ChartPoint& point : series.points) {
    const double x = axes.toX(point.x);
    for (const double end : {point.low, point.high})
      canvas.line(x - 4, axes.toY(end), x + 4, axes.toY(end), {.stroke = color, .width = 1.2});
    canvas.line(x, axes.toY(point.low), x, axes.toY(point.high), {.stroke = color, .width = 1.2});
    canvas.circle(x, axes.toY(point.y), 3.5, {.fill = color});
  }
}

void drawLegend(SvgCanvas& canvas, const Chart& chart) {
  double x = kPlot.left;
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const ChartSeries& series = chart.series[i];
    canvas.line(x, 42, x + 20, 42,
                {.stroke = series.guide ? QStringLiteral("#777") : seriesColor(i),
                 .width = series.guide ? 1.2 : 2.0,
                 .dashed = series.guide});
    canvas.text(x + 26, 46, series.name, {});
    x += 44 + 6.5 * static_cast<double>(series.name.size());
  }
}

// One series a view, with `value` of each configuration.
template <typename Value>
ChartSeries viewSeries(std::span<const stats::Configuration> configurations,
                       const std::vector<stats::ComparisonRow>& rows, const std::string& view,
                       Value value) {
  ChartSeries series{.name = QString::fromStdString(view)};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (configurations[i].view != view) continue;
    const stats::Measured is = value(rows[i]);
    series.points.push_back(
        {static_cast<double>(configurations[i].engines), is.median, is.low, is.high});
  }
  std::ranges::stable_sort(series.points, {}, &ChartPoint::x);
  return series;
}

stats::Measured times(const stats::Measured& value, double factor) {
  return {value.median * factor, value.low * factor, value.high * factor};
}

int mostEngines(std::span<const stats::Configuration> configurations) {
  int most = 1;
  for (const auto& configuration : configurations) most = std::max(most, configuration.engines);
  return most;
}

ChartSeries guide(const QString& name, std::vector<ChartPoint> points) {
  for (ChartPoint& point : points) point.low = point.high = point.y;
  return {.name = name, .points = std::move(points), .guide = true};
}

}  // namespace

std::vector<Chart> comparisonCharts(std::span<const stats::Configuration> configurations,
                                    int cores) {
  const auto rows = stats::compareToFirst(configurations);
  const double most = mostEngines(configurations);
  const double ideal = cores > 0 ? std::min(most, static_cast<double>(cores)) : most;
  Chart time{
      QStringLiteral("Wall time"), QStringLiteral("engines"), QStringLiteral("milliseconds"), {}};
  Chart speedup{QStringLiteral("Speed-up"),
                QStringLiteral("engines"),
                QStringLiteral("times faster than serial"),
                {}};
  Chart efficiency{
      QStringLiteral("Efficiency"), QStringLiteral("engines"), QStringLiteral("per cent"), {}};
  for (const char* view : {"direct", "balanced"}) {
    time.series.push_back(viewSeries(configurations, rows, view,
                                     [](const auto& row) { return times(row.wallTime, 1e3); }));
    speedup.series.push_back(
        viewSeries(configurations, rows, view, [](const auto& row) { return row.speedup; }));
    efficiency.series.push_back(viewSeries(
        configurations, rows, view, [](const auto& row) { return times(row.efficiency, 100.0); }));
  }
  const double serial = rows.empty() ? 0.0 : rows.front().wallTime.median * 1e3;
  time.series.push_back(guide(QStringLiteral("serial"), {{1, serial}, {most, serial}}));
  speedup.series.push_back(
      guide(QStringLiteral("ideal on this machine"), {{1, 1}, {ideal, ideal}, {most, ideal}}));
  std::vector<ChartPoint> bound;
  for (int n = 1; n <= static_cast<int>(most); ++n)
    bound.push_back({double(n), 100.0 * std::min<double>(n, ideal) / n});
  efficiency.series.push_back(guide(QStringLiteral("ideal on this machine"), bound));
  return {time, speedup, efficiency};
}

void writeSvg(const Chart& chart, QXmlStreamWriter& to) {
  SvgCanvas canvas(to, kChartWidth, kHeight, chart.title);
  canvas.text(kPlot.left, 22, chart.title, {.size = 15, .bold = true});
  const Axes axes = axesFor(chart);
  drawLegend(canvas, chart);
  drawAxes(canvas, chart, axes);
  for (std::size_t i = chart.series.size(); i-- > 0;) {
    const ChartSeries& series = chart.series[i];
    drawSeries(canvas, series, series.guide ? QStringLiteral("#777") : seriesColor(i), axes);
  }
}

QByteArray svg(const Chart& chart) {
  return svgFile([&chart](QXmlStreamWriter& to) { writeSvg(chart, to); });
}

}  // namespace fatou::io

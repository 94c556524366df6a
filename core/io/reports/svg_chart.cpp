// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reports/svg_chart.h"

#include <algorithm>
#include <functional>

#include "core/io/reports/svg_canvas.h"

namespace fatou::io {
namespace {

constexpr double kChartWidth = 440.0;
constexpr double kLegendTop = 42.0;
constexpr double kLegendRow = 18.0;
// Height and plot of a chart whose legend has one row; each further row moves the plot down.
constexpr double kHeight = 300.0;
constexpr PlotArea kPlot{.left = 60.0, .top = 62.0, .width = 360.0, .height = 186.0};

// Puts numbers of a chart on its plot.
struct Axes {
  PlotArea plot = kPlot;
  double xEnd = 1.0;
  AxisScale y;

  double toX(double x) const { return plot.left + plot.width * x / xEnd; }
  double toY(double value) const { return plot.bottom() - plot.height * value / y.end; }
};

// The position of a series in the legend.
struct LegendEntry {
  double x = kPlot.left;
  double y = kLegendTop;
};

// The entries stand side by side, in as many rows as they need.
std::vector<LegendEntry> legendOf(const Chart& chart) {
  std::vector<LegendEntry> entries;
  LegendEntry next;
  for (const ChartSeries& series : chart.series) {
    const double width = 44 + 6.5 * static_cast<double>(series.name.size());
    if (next.x > kPlot.left && next.x + width > kChartWidth)
      next = {.x = kPlot.left, .y = next.y + kLegendRow};
    entries.push_back(next);
    next.x += width;
  }
  return entries;
}

Axes axesFor(const Chart& chart, double plotShift) {
  double highest = 0.0;
  Axes axes;
  axes.plot.top += plotShift;
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
    canvas.line(axes.plot.left, y, axes.plot.right(), y, {.stroke = QStringLiteral("#e4e4e4")});
    canvas.text(axes.plot.left - 8, y + 4, QString::number(tick, 'g', 4),
                {.anchor = QStringLiteral("end"), .size = 11});
  }
  const int step = std::max(1, static_cast<int>(axes.xEnd) / 8);
  for (int x = step; x <= static_cast<int>(axes.xEnd); x += step) {
    canvas.line(axes.toX(x), axes.plot.bottom(), axes.toX(x), axes.plot.bottom() + 4,
                {.stroke = QStringLiteral("#888")});
    canvas.text(axes.toX(x), axes.plot.bottom() + 18, QString::number(x),
                {.anchor = QStringLiteral("middle"), .size = 11});
  }
  canvas.line(axes.plot.left, axes.plot.bottom(), axes.plot.right(), axes.plot.bottom(),
              {.stroke = QStringLiteral("#888")});
  canvas.text(axes.plot.left + axes.plot.width / 2,
              axes.plot.bottom() + kHeight - kPlot.bottom() - 12, chart.xTitle,
              {.anchor = QStringLiteral("middle")});
  canvas.text(18, axes.plot.top + axes.plot.height / 2, chart.yTitle,
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

void drawLegend(SvgCanvas& canvas, const Chart& chart, const std::vector<LegendEntry>& entries) {
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const ChartSeries& series = chart.series[i];
    const auto [x, y] = entries[i];
    canvas.line(x, y, x + 20, y,
                {.stroke = series.guide ? QStringLiteral("#777") : seriesColor(i),
                 .width = series.guide ? 1.2 : 2.0,
                 .dashed = series.guide});
    canvas.text(x + 26, y + 4, series.name, {});
  }
}

QString nameOf(const stats::ScalingSeries& series, bool manyHeights) {
  const QString view = QString::fromStdString(series.view);
  if (!manyHeights) return view;
  const QString band =
      series.bandRows == 0 ? QStringLiteral("auto") : QString::number(series.bandRows);
  return QStringLiteral("%1, %2").arg(view, band);
}

// `value` of each configuration of a series.
template <typename Value>
ChartSeries valuesOf(const stats::ScalingSeries& from, const QString& name,
                     std::span<const stats::Configuration> configurations,
                     const std::vector<stats::ComparisonRow>& rows, Value value) {
  ChartSeries series{.name = name};
  for (const std::size_t i : from.configurations) {
    const stats::Measured is = value(rows[i]);
    series.points.push_back(
        {static_cast<double>(configurations[i].engines), is.median, is.low, is.high});
  }
  return series;
}

// Direct comes first, as in the report's tables.
std::vector<stats::ScalingSeries> inReportOrder(
    std::span<const stats::Configuration> configurations) {
  auto all = stats::scalingSeries(configurations);
  std::ranges::stable_sort(all, std::ranges::greater(), &stats::ScalingSeries::view);
  return all;
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
  const auto all = inReportOrder(configurations);
  for (const stats::ScalingSeries& one : all) {
    const QString name = nameOf(one, stats::haveManyHeights(all));
    const auto add = [&](Chart& chart, auto value) {
      chart.series.push_back(valuesOf(one, name, configurations, rows, value));
    };
    add(time, [](const auto& row) { return times(row.wallTime, 1e3); });
    add(speedup, [](const auto& row) { return row.speedup; });
    add(efficiency, [](const auto& row) { return times(row.efficiency, 100.0); });
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
  const std::vector<LegendEntry> legend = legendOf(chart);
  const double plotShift = legend.empty() ? 0.0 : legend.back().y - kLegendTop;
  SvgCanvas canvas(to, kChartWidth, kHeight + plotShift, chart.title);
  canvas.text(kPlot.left, 22, chart.title, {.size = 15, .bold = true});
  const Axes axes = axesFor(chart, plotShift);
  drawLegend(canvas, chart, legend);
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

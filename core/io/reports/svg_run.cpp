// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reports/svg_run.h"

#include <algorithm>
#include <cmath>

#include "core/io/reports/svg_canvas.h"
#include "core/stats/time_parts.h"

namespace fatou::io {
namespace {

constexpr double kRunWidth = 900.0;
const SvgCanvas::TextStyle kTitle{.size = 15, .bold = true};

void drawTimeAxis(SvgCanvas& canvas, const PlotArea& plot, double end) {
  const AxisScale scale = axisScale(end * 1e3, 8);
  for (const double tick : scale.ticks) {
    if (tick > end * 1e3 * 1.0001) break;
    const double x = plot.left + plot.width * tick / (end * 1e3);
    canvas.line(x, plot.top, x, plot.bottom() + 4, {.stroke = QStringLiteral("#dddddd")});
    canvas.text(x, plot.bottom() + 18, QString::number(tick, 'g', 4) + QStringLiteral(" ms"),
                {.anchor = QStringLiteral("middle"), .size = 11});
  }
}

// A bar of one band, or of several that are too narrow to tell apart.
struct Bar {
  double from = 0.0, to = 0.0;  // seconds
  stats::Rows rows;
  int bands = 1;
};

QString hintOf(const Bar& bar) {
  const QString what =
      bar.bands > 1 ? QStringLiteral("%1 bands in rows").arg(bar.bands) : QStringLiteral("rows");
  return QStringLiteral("%1 %2 to %3: %4 ms, from %5 ms on")
      .arg(what)
      .arg(bar.rows.begin)
      .arg(bar.rows.end - 1)
      .arg((bar.to - bar.from) * 1e3, 0, 'f', 3)
      .arg(bar.from * 1e3, 0, 'f', 3);
}

// The bars of one engine in order; those that would end within `pixel` seconds are merged.
std::vector<Bar> barsOf(const stats::Run& run, int engine, double pixel) {
  std::vector<const stats::Band*> bands;
  for (const auto& band : run.bands)
    if (band.engine == engine) bands.push_back(&band);
  std::ranges::sort(bands, {}, &stats::Band::started);
  std::vector<Bar> bars;
  for (const auto* band : bands) {
    if (!bars.empty() && band->completed - bars.back().from < pixel) {
      Bar& last = bars.back();
      last.to = band->completed;
      last.rows = {std::min(last.rows.begin, band->rows.begin),
                   std::max(last.rows.end, band->rows.end)};
      ++last.bands;
    } else {
      bars.push_back({band->started, band->completed, band->rows});
    }
  }
  return bars;
}

void drawLane(SvgCanvas& canvas, const stats::Run& run, int engine, const PlotArea& lane,
              double end) {
  canvas.text(lane.left - 8, lane.top + lane.height / 2 + 4,
              run.isSerial() ? QStringLiteral("caller") : QStringLiteral("engine %1").arg(engine),
              {.anchor = QStringLiteral("end"), .size = 11});
  canvas.rect(lane.left, lane.top, lane.width * run.wallTime / end, lane.height,
              {.fill = QStringLiteral("#f3f3f3")});
  const double scale = lane.width / end;
  for (const Bar& bar : barsOf(run, engine, 1.0 / scale))
    canvas.rect(lane.left + bar.from * scale, lane.top + 1, (bar.to - bar.from) * scale,
                lane.height - 2,
                {.fill = seriesColor(static_cast<std::size_t>(engine)),
                 .stroke = QStringLiteral("#ffffff"),
                 .width = 0.4},
                hintOf(bar));
}

QString colorOf(const stats::TimePart& part) {
  return QStringLiteral("#%1").arg(part.color, 6, 16, QLatin1Char('0'));
}

// A gain is drawn over what the others reach beyond 100 %, as an outline: it takes that away again.
void drawLossBar(SvgCanvas& canvas, const stats::Losses& losses, const PlotArea& bar,
                 double reach) {
  const double scale = bar.width / reach;
  for (const stats::BarPart& part : stats::timeBar(losses)) {
    const double left = bar.left + std::min(part.from, part.to) * scale;
    const double width = std::abs(part.to - part.from) * scale;
    const QString hint =
        QStringLiteral("%1: %2").arg(QString::fromUtf8(part.part.term),
                                     QString::fromStdString(stats::shareText(losses, part.part)));
    if (part.isGain())
      canvas.rect(left, bar.top - 2, width, bar.height + 4,
                  {.stroke = colorOf(part.part), .width = 2}, hint);
    else
      canvas.rect(left, bar.top, width, bar.height, {.fill = colorOf(part.part)}, hint);
  }
}

void drawLossLegend(SvgCanvas& canvas, double x, double y) {
  for (const stats::TimePart& part : stats::timeParts()) {
    const QString name = QString::fromUtf8(part.term);
    canvas.rect(x, y - 10, 12, 12, {.fill = colorOf(part)});
    canvas.text(x + 17, y, name, {});
    x += 32 + 6.6 * static_cast<double>(name.size());
  }
}

}  // namespace

void writeTimelineSvg(const stats::Run& run, const QString& title, double end,
                      QXmlStreamWriter& to) {
  constexpr double kLane = 22.0;
  const double longest = end > 0.0 ? end : std::max(run.wallTime, 1e-9);
  const PlotArea plot{
      .left = 80, .top = 36, .width = kRunWidth - 110, .height = kLane * run.engines};
  SvgCanvas canvas(to, kRunWidth, plot.bottom() + 30, title);
  canvas.text(plot.left, 22, title, kTitle);
  drawTimeAxis(canvas, plot, longest);
  for (int engine = 0; engine < run.engines; ++engine)
    drawLane(canvas, run, engine, {plot.left, plot.top + kLane * engine + 1, plot.width, kLane - 2},
             longest);
}

QByteArray timelineSvg(const stats::Run& run, const QString& title) {
  return svgFile([&](QXmlStreamWriter& to) { writeTimelineSvg(run, title, 0.0, to); });
}

void writeRowCostSvg(const stats::RowCosts& costs, const stats::Borders& borders,
                     const QString& title, QXmlStreamWriter& to) {
  constexpr PlotArea kPlot{.left = 80, .top = 36, .width = kRunWidth - 110, .height = 150};
  SvgCanvas canvas(to, kRunWidth, kPlot.bottom() + 36, title);
  canvas.text(kPlot.left, 22, title, kTitle);
  const double highest = costs.costs.empty() ? 1.0 : std::ranges::max(costs.costs);
  const int rows = std::max(1, costs.rows.size());
  std::vector<double> points{kPlot.left, kPlot.bottom()};
  for (int pixel = 0; pixel <= static_cast<int>(kPlot.width) && !costs.costs.empty(); ++pixel) {
    const auto row = static_cast<std::size_t>(pixel / kPlot.width * (rows - 1));
    const double share = highest > 0.0 ? costs.costs[row] / highest : 0.0;
    points.insert(points.end(), {kPlot.left + pixel, kPlot.bottom() - kPlot.height * share});
  }
  points.insert(points.end(), {kPlot.right(), kPlot.bottom()});
  canvas.path(points, {.fill = QStringLiteral("#9cc7e2")}, true);
  for (const std::int32_t border : borders) {
    const double x = kPlot.left + kPlot.width * (border - costs.rows.begin) / rows;
    canvas.line(x, kPlot.top, x, kPlot.bottom() + 5,
                {.stroke = QStringLiteral("#d55e00"), .width = 1.6});
    canvas.text(x, kPlot.bottom() + 20, QString::number(border),
                {.anchor = QStringLiteral("middle"), .size = 11});
  }
  canvas.text(18, kPlot.top + kPlot.height / 2, QStringLiteral("cost of a row"),
              {.anchor = QStringLiteral("middle"), .upwards = true});
}

QByteArray rowCostSvg(const stats::RowCosts& costs, const stats::Borders& borders,
                      const QString& title) {
  return svgFile([&](QXmlStreamWriter& to) { writeRowCostSvg(costs, borders, title, to); });
}

void writeLossesSvg(std::span<const stats::Configuration> configurations,
                    const std::vector<stats::ComparisonRow>& rows, QXmlStreamWriter& to) {
  constexpr double kBar = 26.0;
  const PlotArea plot{.left = 110,
                      .top = 64,
                      .width = kRunWidth - 140,
                      .height = kBar * static_cast<double>(rows.size())};
  const QString title = QStringLiteral("Where the engines' time went");
  SvgCanvas canvas(to, kRunWidth, plot.bottom() + 30, title);
  canvas.text(plot.left, 22, title, kTitle);
  drawLossLegend(canvas, plot.left, 46);
  double reach = 1.0;
  for (const stats::ComparisonRow& row : rows)
    reach = std::max(reach, stats::reachOf(stats::timeBar(row.losses)));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& configuration = configurations[i];
    const double top = plot.top + kBar * static_cast<double>(i);
    const QString view = QString::fromStdString(configuration.view);
    canvas.text(plot.left - 8, top + 17,
                configuration.isSerial()
                    ? view
                    : QStringLiteral("%1, %2").arg(view).arg(configuration.engines),
                {.anchor = QStringLiteral("end")});
    drawLossBar(canvas, rows[i].losses, {plot.left, top + 3, plot.width, kBar - 6}, reach);
  }
  for (int share = 0; share <= 100; share += 25)
    canvas.text(plot.left + plot.width * share / 100 / reach, plot.bottom() + 18,
                QStringLiteral("%1 %").arg(share),
                {.anchor = QStringLiteral("middle"), .size = 11});
}

}  // namespace fatou::io

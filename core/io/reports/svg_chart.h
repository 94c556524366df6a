// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include <QByteArray>
#include <QString>
#include <QXmlStreamWriter>

#include "core/stats/comparison.h"

namespace fatou::io {

// A measured point with the ends of its error bar.
struct ChartPoint {
  double x = 0.0;
  double y = 0.0;
  double low = 0.0;
  double high = 0.0;
};

struct ChartSeries {
  QString name;
  std::vector<ChartPoint> points;  // x ascending
  bool guide = false;              // a thin dashed line without marks: ideal, serial, a fit
};

// A line chart over whole numbers; both axes begin at 0.
struct Chart {
  QString title;
  QString xTitle;
  QString yTitle;
  std::vector<ChartSeries> series;
};

// Wall time in milliseconds, speed-up beside the ideal line, and efficiency in per cent, each
// against the number of engines: a series for each view and band height. What reports print and
// the lab exports.
std::vector<Chart> comparisonCharts(std::span<const stats::Configuration> configurations,
                                    int cores);

void writeSvg(const Chart& chart, QXmlStreamWriter& to);
QByteArray svg(const Chart& chart);

}  // namespace fatou::io

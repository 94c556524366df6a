// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/chart_file.h"

#include <algorithm>
#include <memory>
#include <vector>

#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QSvgRenderer>

#include "core/io/reports/svg_chart.h"

namespace fatou::ui {
namespace {

constexpr qreal kMillimetresAPixel = 25.4 / 96.0;  // of the charts' CSS pixels

QPageSize pageSizeOf(const QSvgRenderer& chart) {
  return QPageSize(QSizeF(chart.defaultSize()) * kMillimetresAPixel, QPageSize::Millimeter);
}

std::vector<std::unique_ptr<QSvgRenderer>> chartsOf(const io::LabReport& report) {
  std::vector<std::unique_ptr<QSvgRenderer>> charts;
  for (const io::Chart& chart : io::comparisonCharts(report.configurations, report.cores()))
    charts.push_back(std::make_unique<QSvgRenderer>(io::svg(chart)));
  return charts;
}

}  // namespace

QByteArray chartsPdf(const io::LabReport& report) {
  const auto charts = chartsOf(report);
  if (charts.empty()) return {};
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter pdf(&buffer);
  pdf.setTitle(QStringLiteral("Fatou"));
  pdf.setPageSize(pageSizeOf(*charts.front()));
  pdf.setPageMargins({});
  QPainter painter(&pdf);
  for (const auto& chart : charts) {
    if (chart != charts.front()) {
      pdf.setPageSize(pageSizeOf(*chart));  // legends may be of different heights
      pdf.newPage();
    }
    chart->render(&painter, QRectF(0, 0, pdf.width(), pdf.height()));
  }
  painter.end();
  return bytes;
}

QByteArray chartsSvg(const io::LabReport& report) {
  const auto charts = chartsOf(report);
  if (charts.empty()) return {};
  QSize size(0, 0);
  for (const auto& chart : charts)
    size = {std::max(size.width(), chart->defaultSize().width()),
            size.height() + chart->defaultSize().height()};
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QSvgGenerator svg;
  svg.setOutputDevice(&buffer);
  svg.setSize(size);
  svg.setViewBox(QRect(QPoint(0, 0), size));
  svg.setTitle(QStringLiteral("Fatou"));
  QPainter painter(&svg);
  qreal top = 0.0;
  for (const auto& chart : charts) {
    chart->render(&painter, QRectF(QPointF(0.0, top), chart->defaultSize()));
    top += chart->defaultSize().height();
  }
  painter.end();
  return bytes;
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

#include "core/stats/comparison.h"

class QChart;
class QChartView;
class QPen;
class QValueAxis;

namespace fatou::ui {

// A quantity at several engine counts.
struct Curve {
  struct Point {
    double engines = 1.0;
    stats::Measured value;
  };
  QString name;
  int color = 0;        // as engineColor()'s engine, of kCurveColors
  bool dashed = false;  // a line to compare to: thin, without points
  std::vector<Point> points;
};
inline constexpr int kCurveColors = 5;

// Curves over the number of engines, with bars from quartile to quartile. Dressed by the palette.
class CurveChart : public QWidget {
  Q_OBJECT
 public:
  explicit CurveChart(const QString& title, QWidget* parent = nullptr);

  // A unit of the axis: values are multiplied by `scale`; `format` is the printf format of its
  // labels.
  struct Unit {
    double scale = 1.0;
    QString format = QStringLiteral("%.3g");
    QString name;
  };
  void setCurves(const std::vector<Curve>& curves, const Unit& unit);

  QSize sizeHint() const override { return {260, 180}; }
  QSize minimumSizeHint() const override { return {150, 110}; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void dress();
  void addCurve(const Curve& curve, double scale);
  void addErrorBar(const Curve::Point& point, const QPen& pen, double scale);
  void setRanges(const std::vector<Curve>& curves, double scale);
  QPen penOf(const Curve& curve) const;

  QString m_title;
  QChartView* m_view;
  QChart* m_chart;  // owned by the chart view
  QValueAxis* m_engines;
  QValueAxis* m_values;
  std::vector<Curve> m_curves;
  Unit m_unit;
};

}  // namespace fatou::ui

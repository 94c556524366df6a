// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/comparison_curves.h"

#include <algorithm>
#include <map>
#include <utility>

#include <QCoreApplication>

#include "ui/lab/lab_words.h"

namespace fatou::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::ComparisonCurves", text);
}

stats::Measured exactly(double value) {
  return {.median = value, .low = value, .high = value};
}

Curve level(const QString& name, double value, double last) {
  return {.name = name, .dashed = true, .points = {{1.0, exactly(value)}, {last, exactly(value)}}};
}

// The speed-up of engines that lose nothing, as far as each has a core of its own.
Curve idealSpeedup(double last, int cores) {
  Curve curve{.name = tr("Ideal"), .dashed = true, .points = {{1.0, exactly(1.0)}}};
  if (last > cores && cores > 1) curve.points.push_back({double(cores), exactly(cores)});
  const double top = cores > 0 ? std::min(last, double(cores)) : last;
  curve.points.push_back({last, exactly(top)});
  return curve;
}

// Which curve a configuration is on.
using Key = std::pair<std::string, std::int32_t>;

QString nameOf(const Key& key, bool manyHeights) {
  if (!manyHeights) return viewName(key.first);
  const QString band = key.second == 0 ? tr("auto") : QString::number(key.second);
  return QStringLiteral("%1, %2").arg(viewName(key.first), band);
}

}  // namespace

ComparisonCurves comparisonCurves(std::span<const stats::Configuration> configurations,
                                  std::span<const stats::ComparisonRow> rows, int cores) {
  std::map<Key, std::vector<std::size_t>> byCurve;
  double last = 1.0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    byCurve[{configurations[i].view, configurations[i].bandRows}].push_back(i);
    last = std::max(last, double(configurations[i].engines));
  }
  ComparisonCurves curves;
  int color = 0;
  for (const auto& [key, places] : byCurve) {
    const Curve empty{.name = nameOf(key, byCurve.size() > 2), .color = color++, .points = {}};
    for (auto* list : {&curves.times, &curves.speedups, &curves.efficiencies})
      list->push_back(empty);
    for (const std::size_t i : places) {
      const double engines = configurations[i].engines;
      curves.times.back().points.push_back({engines, rows[i].wallTime});
      curves.speedups.back().points.push_back({engines, rows[i].speedup});
      curves.efficiencies.back().points.push_back({engines, rows[i].efficiency});
    }
  }
  const double serial = rows.empty() ? 0.0 : rows.front().wallTime.median;
  curves.times.push_back(level(tr("Serial"), serial, last));
  curves.speedups.push_back(idealSpeedup(last, cores));
  curves.efficiencies.push_back(level(tr("Ideal"), 1.0, last));
  const bool seconds = serial >= 10.0;
  curves.timeUnit = {.scale = seconds ? 1.0 : 1e3, .name = seconds ? tr("s") : tr("ms")};
  return curves;
}

}  // namespace fatou::ui

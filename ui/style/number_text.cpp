// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/number_text.h"

#include <algorithm>
#include <cmath>

#include "core/stats/words.h"

namespace fatou::ui {
namespace {

struct Unit {
  double size;
  const char* name;
};

constexpr Unit kTimes[] = {{1.0, "s"}, {1e-3, "ms"}, {1e-6, "µs"}, {1e-9, "ns"}};
constexpr Unit kCounts[] = {{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}};

// What still rounds to the next unit's 1.00 belongs there.
bool reaches(double value, double unit) {
  return std::abs(value) >= unit * 0.9995;
}

}  // namespace

QString timeText(double seconds) {
  return QString::fromStdString(stats::timeText(seconds));
}

QString countText(double count) {
  for (const Unit& unit : kCounts)
    if (reaches(count, unit.size))
      return QString::number(count / unit.size, 'f', 1) + QLatin1Char(' ') +
             QString::fromUtf8(unit.name);
  return QString::number(count, 'f', 0);
}

QString rateText(double perSecond) {
  const QString count = countText(perSecond);
  return count + (count.back().isLetter() ? QStringLiteral("/s") : QStringLiteral(" /s"));
}

QString tickText(double seconds, double step) {
  const auto* unit = std::ranges::find_if(
      kTimes, [step](const Unit& candidate) { return step >= candidate.size * 0.09995; });
  if (unit == std::end(kTimes)) --unit;
  return QString::number(seconds / unit->size, 'g', 6) + QLatin1Char(' ') +
         QString::fromUtf8(unit->name);
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/attracting_cycle_text.h"

#include <cmath>

#include <QCoreApplication>

#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("AttractingCycleText", text);
}

QString dustText(std::int32_t step) {
  if (step == 1)
    return tr(
        "None: the critical orbit escapes after its first step, so this set is dust and has "
        "no interior.");
  return tr("None: the critical orbit escapes after %1 steps, so this set is dust and has no "
            "interior.")
      .arg(groupedText(step));
}

QString cycleText(const julia::AttractingCycle& cycle) {
  const double modulus = std::abs(cycle.multiplier);
  if (isSuperattracting(modulus))
    return tr("Period %1, superattracting: 0 itself is on the cycle, whose basin is the interior.")
        .arg(cycle.period);
  if (cycle.period == 1)
    return tr("Period 1, %1: the critical orbit is drawn to a fixed point, whose basin is the "
              "interior.")
        .arg(multiplierText(modulus));
  return tr("Period %1, %2: the critical orbit is drawn to a cycle of %1 points, whose basin is "
            "the interior.")
      .arg(cycle.period)
      .arg(multiplierText(modulus));
}

QString parabolicText(const julia::ParabolicCycle& cycle) {
  if (!cycle.isExact)
    return tr("Parabolic but for rounding, period %1: within a double's rounding of c there is one "
              "whose cycle has |λ| = 1.")
        .arg(cycle.period);
  if (cycle.period == 1)
    return tr(
        "Period 1, parabolic, |λ| = 1: the critical orbit creeps to a fixed point on the rim "
        "of the interior.");
  return tr("Period %1, parabolic, |λ| = 1: the critical orbit creeps to a cycle of %1 points on "
            "the rim of the interior.")
      .arg(cycle.period);
}

}  // namespace

QString attractingCycleText(const julia::CriticalOrbit& orbit) {
  if (orbit.escape) return dustText(*orbit.escape);
  if (orbit.cycle) return cycleText(*orbit.cycle);
  if (orbit.parabolic) return parabolicText(*orbit.parabolic);
  return tr(
      "None found: the critical orbit stays bounded and settles on no cycle. c is on the "
      "boundary of the Mandelbrot set, or too near to it to tell.");
}

QString noCycleText(const julia::CriticalOrbit& orbit) {
  if (orbit.cycle) return {};
  if (orbit.escape == 1) return tr("No attracting cycle: the critical orbit escapes at once");
  if (orbit.escape)
    return tr("No attracting cycle: the critical orbit escapes after %1 steps")
        .arg(groupedText(*orbit.escape));
  if (orbit.parabolic)
    return tr("No attracting cycle: that of period %1 is parabolic").arg(orbit.parabolic->period);
  return tr("No attracting cycle is found: the critical orbit neither escapes nor settles");
}

}  // namespace fatou::ui

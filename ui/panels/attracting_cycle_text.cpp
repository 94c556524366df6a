// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/attracting_cycle_text.h"

#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace fatou::ui {
namespace {

constexpr double kSuperattracting = 1e-12;

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
      .arg(step);
}

// Four decimals, more only where they would make 1 of what is less.
QString modulusText(double modulus) {
  return QString::number(modulus, 'f', modulus < 0.9999 ? 4 : 7);
}

QString cycleText(const julia::AttractingCycle& cycle) {
  const double modulus = std::abs(cycle.multiplier);
  if (modulus < kSuperattracting)
    return tr("Period %1, superattracting: 0 itself is on the cycle, whose basin is the interior.")
        .arg(cycle.period);
  if (cycle.period == 1)
    return tr("Period 1, |λ| = %1: the critical orbit is drawn to a fixed point, whose basin is "
              "the interior.")
        .arg(modulusText(modulus));
  return tr("Period %1, |λ| = %2: the critical orbit is drawn to a cycle of %1 points, whose basin "
            "is the interior.")
      .arg(cycle.period)
      .arg(modulusText(modulus));
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

}  // namespace fatou::ui

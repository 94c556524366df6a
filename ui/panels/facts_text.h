// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "ui/jobs/facts_finder.h"

namespace fatou::ui {

// A fact of a formula in words.
struct FactLine {
  QString title;
  QString text;
  QString toolTip;  // what the title means
};

// Degree, escape, critical points, attracting cycles and symmetry, in this order.
QList<FactLine> factLines(const FoundFacts& found);

// All in one short line: "degree 3 · |z| > 4 · 2 critical points · 1 cycle".
QString factsSummary(const FoundFacts& found);

// Each attracting cycle with its period and multiplier, or that there is none.
QString attractingCyclesText(const julia::FormulaFacts& facts);

// Why there is no attracting cycle to be drawn; empty where there is one.
QString noCycleText(const FoundFacts& found);

}  // namespace fatou::ui

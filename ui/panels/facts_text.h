// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "ui/jobs/facts_finder.h"

namespace fatou::ui {

// A fact about a formula in words.
struct FactLine {
  QString title;
  QString text;
  QString toolTip;  // what the title means
};

// Returns the lines for degree, escape, critical points, attracting cycles and symmetry, in this
// order.
QList<FactLine> factLines(const FoundFacts& found);

// Returns the main facts in one line: "degree 3 · |z| > 4 · 2 critical points · 1 cycle".
QString factsSummary(const FoundFacts& found);

// Lists the attracting cycles with periods and multipliers, or says that there is none.
QString attractingCyclesText(const julia::FormulaFacts& facts);

// Says why there is no attracting cycle to be drawn; empty if there is one.
QString noCycleText(const FoundFacts& found);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/julia/formulas/formula_row.h"

class QWidget;

namespace fatou::ui {

class Actions;

// Why the formula lacks the ability, as a sentence; empty where it has it.
QString whyNot(julia::Formula formula, julia::Ability ability);

// Greys the actions for which the formula lacks what they need, and has them say why.
void greyActions(const Actions& actions, julia::Formula formula);

// Greys a widget, which then says why instead of `toolTip`.
void greyWidget(QWidget& widget, const QString& toolTip, const QString& why);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/formula_abilities.h"

#include <QAction>
#include <QVariant>
#include <QWidget>

#include "ui/state/actions.h"

namespace fatou::ui {
namespace {

constexpr char kUsualToolTip[] = "usualToolTip";

void greyAction(QAction& action, const QString& why) {
  if (!action.property(kUsualToolTip).isValid())
    action.setProperty(kUsualToolTip, action.toolTip());
  action.setEnabled(why.isEmpty());
  action.setToolTip(why.isEmpty() ? action.property(kUsualToolTip).toString() : why);
}

}  // namespace

QString whyNot(julia::Formula formula, julia::Ability ability) {
  if (julia::has(formula, ability)) return {};
  return QString::fromStdString(julia::why(formula, ability));
}

void greyActions(const Actions& actions, julia::Formula formula) {
  greyAction(*actions.kernelFast, whyNot(formula, julia::Ability::Fast));
  greyAction(*actions.verify, whyNot(formula, julia::Ability::Verified));
}

void greyWidget(QWidget& widget, const QString& toolTip, const QString& why) {
  widget.setEnabled(why.isEmpty());
  widget.setToolTip(why.isEmpty() ? toolTip : why);
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/help_menu.h"

#include <QAction>

#include "ui/help/numbers_dialog.h"
#include "ui/help/shortcuts_dialog.h"
#include "ui/state/actions.h"

namespace fatou::ui {

void connectHelp(const Actions& actions, const AboutFacts& facts, QWidget& window) {
  QWidget* parent = &window;
  QObject::connect(actions.shortcuts, &QAction::triggered, parent,
                   [parent, all = &actions] { ShortcutsDialog(all->groups(), parent).exec(); });
  QObject::connect(actions.numbersHelp, &QAction::triggered, parent,
                   [parent] { NumbersDialog(parent).exec(); });
  QObject::connect(actions.about, &QAction::triggered, parent,
                   [parent, facts] { AboutDialog(facts, parent).exec(); });
}

}  // namespace fatou::ui

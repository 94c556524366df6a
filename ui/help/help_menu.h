// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/help/about_dialog.h"

namespace fatou::ui {

class Actions;

// Has the actions of the help menu open their dialogs over the window.
void connectHelp(const Actions& actions, const AboutFacts& facts, QWidget& window);

}  // namespace fatou::ui

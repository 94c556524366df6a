// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

class QMainWindow;

namespace fatou::ui {

class Settings;

// Puts the window and its docks where the last session left them, and a first one inside the
// screen. Returns how the docks were before, as saveState() does.
QByteArray restoreWindow(QMainWindow& window, const Settings& stored);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fatou::ui {

class Actions;
class EngineController;
class MainWindow;
class RunStrip;
class Settings;
class StatusLine;

// All objects that take part in showing the engines.
struct EngineViews {
  EngineController& engines;
  const Actions& actions;
  RunStrip& strip;
  StatusLine& status;
  Settings& settings;
  MainWindow& window;
  int cores = 1;  // of this machine
};

// Shows where the engines are and their state, has them moved and restarted, and tells the user
// what nothing else shows: that they could not be started, or were started again.
void connectEngines(const EngineViews& views);

}  // namespace fatou::ui

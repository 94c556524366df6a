// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>
#include <QStringList>

#include "core/base/result.h"
#include "ui/explorer_state.h"

namespace fatou::app {

// What the command line of fatou-explorer asks for.
struct StartOptions {
  ui::ExplorerState state;  // the last session's, with what the options change of it
  QString file;             // a place or picture to open; empty for none
};

// Reads `arguments`, the first of which is the program's name. Prints the help or the version and
// ends the program where that was asked for. The Error names the option and the remedy.
Result<StartOptions> startOptions(const QStringList& arguments, const ui::ExplorerState& session);

// Answers what needs no window, before one can be made: --help and --version on any computer, and a
// start without a display, which is a sentence on stderr. The status to end with, or nothing.
std::optional<int> answerWithoutWindow(int argc, char* argv[]);

}  // namespace fatou::app

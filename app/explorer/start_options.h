// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>
#include <QStringList>

#include "core/base/result.h"
#include "core/mpi/launch_command.h"
#include "ui/explorer_state.h"

namespace fatou::app {

// The choices of fatou-explorer's command line.
struct StartOptions {
  ui::ExplorerState state;  // the last session's, with what the options change of it
  QString file;             // a place or picture to open; empty for none
  QString enginePlace;      // where the engines are to be, by its key; empty where nothing was said
  std::optional<mpi::MpiOptions> onHosts;  // what starts them on the hosts that were named, if any
};

// Reads `arguments`, the first of which is the program's name. Prints the help or the version and
// ends the program where that was asked for. The Error names the option and the remedy.
Result<StartOptions> startOptions(const QStringList& arguments, const ui::ExplorerState& session);

}  // namespace fatou::app

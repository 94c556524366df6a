// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "core/base/result.h"
#include "core/mpi/launch_command.h"

namespace fatou::app {

// The options of a command line about ranks.
struct RankOptions {
  int ranks = 1;                      // of --mpi
  std::optional<QString> hosts{};     // of --hosts
  std::optional<QString> hostfile{};  // of --hostfile
};

// The options that start so many ranks where --hosts, --hostfile or the Slurm job of this process
// wants them; without hosts where that is this machine alone. The Error names the option, or says
// what is wrong with the job, and names the remedy.
Result<mpi::MpiOptions> rankOptions(const RankOptions& wish);

}  // namespace fatou::app

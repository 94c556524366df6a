// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/mpi/launch_command.h"

namespace fatou::mpi {

// Which MPI this program was built with.
Implementation builtWith();

// Whether this process has been started as a rank of a job: its main() calls runRank() then,
// before it makes threads.
inline bool isRank(int argc, const char* const* argv) {
  return argc > 1 && std::string_view(argv[1]) == kRankArgument;
}

// Runs this process as the hub, or as an engine, until the job is over; returns the exit code.
// `argv` is main()'s; what follows the folder is the program's own. `simdTarget` is what the
// kernels use.
int runRank(int argc, const char* const* argv, const std::string& simdTarget);

}  // namespace fatou::mpi

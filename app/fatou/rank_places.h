// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/fatou/options.h"
#include "core/mpi/allocation.h"

namespace fatou::app {

// Where the ranks of --mpi are to be, by --hosts, --hostfile or the Slurm job that this process
// belongs to; without hosts where that is this machine alone. Throws Failure with exit code 2 where
// what they say is wrong, or they have too few places.
mpi::Allocation placesOfRanks(const Options& options, int ranks);

}  // namespace fatou::app

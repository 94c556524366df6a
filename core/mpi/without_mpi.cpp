// SPDX-License-Identifier: GPL-3.0-or-later
// This file takes the place of rank/ if Fatou is built without MPI.
#include <cstdlib>

#include "core/mpi/rank.h"

namespace fatou::mpi {

Implementation builtWith() {
  return Implementation::None;
}

int runRank(int /*argc*/, const char* const* /*argv*/, const std::string& /*simdTarget*/) {
  return EXIT_FAILURE;
}

}  // namespace fatou::mpi

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/engines/engine_source.h"
#include "core/mpi/launch_command.h"

namespace fatou::mpi {

// Engines that are ranks of MPI jobs. A job is started when engines are first asked for. It stays
// as long as the source or one of its engines, so that the next client can have seats that others
// have left. `simdTarget` is what this process would say of itself in an Introduction.
engines::EngineSource mpiEngines(MpiOptions options, std::string simdTarget);

}  // namespace fatou::mpi

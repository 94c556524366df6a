// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "core/engines/tasks/errors.h"
#include "core/mpi/launch_command.h"
#include "core/mpi/mpi_engines.h"
#include "tests/core/engines/test_tasks.h"
#include "tests/core/mpi/fake_job.h"

// How tests ask for engines of a FakeJob.
namespace fatou::mpi {

// For jobs that fail as they are told to; the program that runs is taken for mpirun.
inline MpiOptions jobThat(std::string fault) {
  std::error_code none;
  return {.arguments = {std::move(fault)},
          .launcher = std::filesystem::read_symlink("/proc/self/exe", none).string(),
          .patience = tests::kPatience};
}

// The complaint where these engines cannot be had; empty where they can.
inline std::string complaintOf(MpiOptions options, int engines = 1) {
  const auto error = engines::thrownBy<engines::EngineError>(
      [&] { static_cast<void>(mpiEngines(std::move(options), {}).start(engines)); });
  return error ? error->what() : "";
}

}  // namespace fatou::mpi

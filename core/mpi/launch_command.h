// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engines/tasks/errors.h"
#include "core/mpi/hosts.h"

namespace fatou::mpi {

// The MPI that ranks are built with. They have to be started by its own mpirun.
enum class Implementation { None, OpenMpi, Mpich };

// Says which job is to be started.
struct MpiOptions {
  Implementation implementation = Implementation::None;
  int engines = 1;                       // that the first job has at least
  std::string program{};                 // whose main() gives ranks to runRank(); empty: this one
  std::vector<std::string> arguments{};  // for the ranks, after what runRank() reads
  std::string launcher{};                // the mpirun; looked for in PATH where empty
  std::chrono::nanoseconds patience = std::chrono::seconds(30);  // for all engines to come
  Hosts hosts{};           // where the engines are; on this machine where empty
  std::string here{};      // this machine as a batch system calls it, inside of its jobs
  std::stop_token stop{};  // ends a launch, and any that would follow
  // Is called on any thread with a sentence that says that an engine is lost and why, that lost
  // engines have been started again, why they could not be, which host they are not on any more, or
  // who was sent away from their hub. It must not ask for engines.
  std::function<void(const std::string& sentence)> notice{};
};

// Is thrown where engines were still being started when that was to stop.
class LaunchStopped : public engines::EngineError {
 public:
  LaunchStopped() : EngineError("interrupted while engines were being started") {}
};

// The argument by which a program knows that it has been started as a rank. The next argument is
// the folder with the client's socket.
inline constexpr char kRankArgument[] = "--engine-rank";

// The command that starts a hub on this machine and so many engines.
std::vector<std::string> mpirunCommand(const MpiOptions& options, int engines,
                                       const std::string& folder);

// Throws EngineError where the program that ranks are to run is not here, as not every mpirun says
// so.
void requireProgram(const MpiOptions& options);

// The package to install where the command is not there.
const char* packageOf(Implementation implementation);

}  // namespace fatou::mpi

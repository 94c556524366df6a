// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engines/errors.h"
#include "core/mpi/hosts.h"

namespace fatou::mpi {

// Which MPI ranks are built with. Its own mpirun has to start them.
enum class Implementation { None, OpenMpi, Mpich };

// What is to be started.
struct MpiOptions {
  Implementation implementation = Implementation::None;
  int engines = 1;                       // those that are started first, at least
  std::string program{};                 // whose main() gives ranks to runRank(); empty: this one
  std::vector<std::string> arguments{};  // for the ranks, after what runRank() reads
  std::string launcher{};                // looked for in PATH where empty
  std::chrono::nanoseconds patience = std::chrono::seconds(30);  // for all engines to come
  Hosts hosts{};           // where the engines are; on this machine where empty
  std::string here{};      // this machine as a batch system calls it, inside of its jobs
  std::stop_token stop{};  // ends a launch, and any that would follow
  // Told in a sentence, on any thread, when engines that were lost have been started again, why
  // they could not be, which host they are not on any more, and who was sent away from their hub.
  // Must not ask for engines.
  std::function<void(const std::string& sentence)> notice{};
};

// Engines were being started when this was to stop.
class LaunchStopped : public engines::EngineError {
 public:
  LaunchStopped() : EngineError("interrupted while engines were being started") {}
};

// The argument by which a program knows that it has been started as a rank; the folder follows in
// which the client's socket is.
inline constexpr char kRankArgument[] = "--engine-rank";

// The command that starts a hub on this machine and so many engines.
std::vector<std::string> mpirunCommand(const MpiOptions& options, int engines,
                                       const std::string& folder);

// Throws EngineError where what ranks are to run is not here, of which some mpiruns do not say a
// word.
void requireProgram(const MpiOptions& options);

// What has to be installed where the command is not there.
const char* packageOf(Implementation implementation);

}  // namespace fatou::mpi

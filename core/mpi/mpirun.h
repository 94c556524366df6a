// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <sys/types.h>
#include <vector>

#include "core/engines/errors.h"
#include "core/mpi/socket.h"

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
  std::stop_token stop{};  // ends a launch, and any that would follow
  // Told in a sentence, on any thread, when engines that were lost have been started again, and why
  // they could not be. Must not ask for engines.
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

// The Debian package that has the mpirun.
std::string packageOf(Implementation implementation);

// The command that starts a hub and so many engines on this machine.
std::vector<std::string> mpirunCommand(const MpiOptions& options, int engines,
                                       const std::string& folder);

// Throws EngineError where what ranks are to run is not here, of which some mpiruns do not say a
// word.
void requireProgram(const MpiOptions& options);

// Why mpirun did not start what it should, in one sentence that says what would help, from what it
// has written; its own words where they are none that are known.
std::string startUpComplaint(const std::string& output);

// An mpirun of our own. Signals from the terminal do not reach it: the client decides what they
// mean, and the ranks end when it does.
class Mpirun {
 public:
  // `package` is what has the command. Throws EngineError with a sentence where it cannot be
  // started, and std::system_error where there is no descriptor left.
  Mpirun(const std::vector<std::string>& command, const std::string& package);
  // Ends it, without asking, where it is still there.
  ~Mpirun();
  Mpirun(const Mpirun&) = delete;
  Mpirun& operator=(const Mpirun&) = delete;

  // Becomes readable with what it or a rank writes; less than 0 once there will be no more.
  int output() const { return m_output.number(); }
  // Takes in what has been written, up to some kilobytes.
  void readOutput();
  // The end of what has been written.
  const std::string& written() const { return m_written; }

  bool hasEnded();
  void send(int signal);

 private:
  Descriptor m_output;
  std::string m_written;
  pid_t m_process = -1;  // its id is not given to another process before hasEnded() says so
  bool m_ended = false;
};

}  // namespace fatou::mpi

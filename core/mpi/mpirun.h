// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <sys/types.h>
#include <vector>

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
};

// The argument by which a program knows that it has been started as a rank; the folder follows in
// which the client's socket is.
inline constexpr char kRankArgument[] = "--engine-rank";

// The command that starts a hub and so many engines on this machine.
std::vector<std::string> mpirunCommand(const MpiOptions& options, int engines,
                                       const std::string& folder);

// Why mpirun did not start what it should, in one sentence that says what would help, from what it
// has written; its own words where they are none that are known.
std::string startUpComplaint(const std::string& output);

// An mpirun of our own. Signals from the terminal do not reach it: the client decides what they
// mean, and the ranks end when it does.
class Mpirun {
 public:
  // Throws EngineError with a sentence where the command cannot be started.
  explicit Mpirun(const std::vector<std::string>& command);
  // Ends it, without asking, where it is still there.
  ~Mpirun();
  Mpirun(const Mpirun&) = delete;
  Mpirun& operator=(const Mpirun&) = delete;

  // Becomes readable with what it or a rank writes; less than 0 once there will be no more.
  int output() const { return m_output.number(); }
  // Takes in what has been written.
  void readOutput();
  // The end of what has been written.
  const std::string& written() const { return m_written; }

  bool hasEnded();
  void send(int signal);

 private:
  Descriptor m_output;
  std::string m_written;
  pid_t m_process = -1;
  bool m_ended = false;
};

}  // namespace fatou::mpi

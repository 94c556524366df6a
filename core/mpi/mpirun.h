// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

#include "core/mpi/socket.h"

namespace fatou::mpi {

// An mpirun of our own. Signals from the terminal do not reach it: the client decides what they
// mean, and the ranks end when it does.
class Mpirun {
 public:
  // Throws EngineError with a sentence where the command cannot be started, which is to be had by
  // installing `package`.
  Mpirun(const std::vector<std::string>& command, const std::string& package);
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

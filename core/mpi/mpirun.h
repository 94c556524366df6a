// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

#include "core/engines/tasks/errors.h"
#include "core/mpi/socket.h"

namespace fatou::mpi {

// An mpirun of our own. Signals from the terminal do not reach it: the client decides what they
// mean, and the ranks end when it does.
class Mpirun {
 public:
  // `package` is the one that the command belongs to. Throws EngineError with a sentence where it
  // cannot be started, and std::system_error where there is no descriptor left.
  Mpirun(const std::vector<std::string>& command, const std::string& package);
  // Kills it where it is still running.
  ~Mpirun();
  Mpirun(const Mpirun&) = delete;
  Mpirun& operator=(const Mpirun&) = delete;

  // The descriptor that becomes readable when mpirun or a rank has written something; less than 0
  // once nothing more can come.
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

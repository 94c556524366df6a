// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "core/engines/executors/executor.h"

namespace fatou::mpi {

// The thread on which jobs are started. A job inherits the scheduling class of the thread that
// starts it. A thread that has only the time that nobody else wants would give its engines no more,
// also where others use them later, and a process cannot leave that class without a privilege.
class LaunchThread {
 public:
  // The class is that of the calling thread. Where no thread can be started, run() works on the
  // thread that calls it.
  LaunchThread();

  // Returns when the work is done, and throws what it throws. Must not be called by such work.
  void run(const std::function<void()>& work);

 private:
  std::unique_ptr<engines::Executor> m_executor;
};

}  // namespace fatou::mpi

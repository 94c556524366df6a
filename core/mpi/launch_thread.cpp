// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/launch_thread.h"

#include <future>
#include <system_error>
#include <utility>

#include "core/engines/thread_executor.h"

namespace fatou::mpi {

LaunchThread::LaunchThread() {
  try {
    m_executor = std::make_unique<engines::ThreadExecutor>();
  } catch (const std::system_error&) {  // run() does without
  }
}

void LaunchThread::run(std::function<void()> work) {
  if (!m_executor) return work();
  // The thread may still hold the task when the caller goes on.
  const auto task = std::make_shared<std::packaged_task<void()>>(std::move(work));
  auto done = task->get_future();
  m_executor->post([task] { (*task)(); });
  done.get();
}

}  // namespace fatou::mpi

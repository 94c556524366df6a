// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mpi/launch_thread.h"

#include <exception>
#include <future>
#include <system_error>

#include "core/engines/executors/thread_executor.h"

namespace fatou::mpi {
namespace {

// Does the work and returns what it throws.
std::exception_ptr thrownBy(const std::function<void()>& work) {
  try {
    work();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

}  // namespace

LaunchThread::LaunchThread() {
  try {
    m_executor = std::make_unique<engines::ThreadExecutor>();
  } catch (const std::system_error&) {  // run() does without
  }
}

// The thread is done with what was thrown before the caller looks at it: the caller is the last one
// to hold it, and deletes it.
void LaunchThread::run(const std::function<void()>& work) {
  if (!m_executor) return work();
  const auto thrown = std::make_shared<std::promise<std::exception_ptr>>();
  auto done = thrown->get_future();
  m_executor->post([thrown, &work] { thrown->set_value(thrownBy(work)); });
  if (const std::exception_ptr thrownThere = done.get()) std::rethrow_exception(thrownThere);
}

}  // namespace fatou::mpi

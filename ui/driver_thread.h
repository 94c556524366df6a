// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <QFuture>
#include <QPromise>

#include "core/base/exception_text.h"
#include "core/base/result.h"
#include "core/engines/thread_executor.h"

namespace fatou::ui {

// The thread on which a controller waits for what it ordered, so that the window does not. It is
// one thread, so that an order begins when the last one has left, and is there as long as the
// controller is. A QThreadPool would wait for ever, without a word, where no thread can be had.
class DriverThread {
 public:
  // Throws std::system_error where no thread can be started.
  DriverThread() : m_executor(std::make_unique<engines::ThreadExecutor>()) {}

  // `job` throws nothing.
  void post(std::function<void()> job) { m_executor->post(std::move(job)); }

  // Runs `work`; the future has what it reports through its promise. An exception that it throws
  // becomes a result by way of `failed`.
  template <typename Outcome>
  QFuture<Outcome> run(std::function<void(QPromise<Outcome>&)> work,
                       std::function<Outcome(const Error&)> failed) {
    auto promise = std::make_shared<QPromise<Outcome>>();
    promise->start();
    QFuture<Outcome> future = promise->future();
    post([promise, work = std::move(work), failed = std::move(failed)] {
      try {
        work(*promise);
      } catch (...) {
        promise->addResult(failed(Error{currentExceptionText()}));
      }
      promise->finish();
    });
    return future;
  }

  // Waits for the running job and drops the others. Nothing may be posted afterwards.
  void end() { m_executor.reset(); }

 private:
  std::unique_ptr<engines::ThreadExecutor> m_executor;
};

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <utility>

#include <QFutureWatcher>
#include <QPromise>

#include "core/base/exception_text.h"
#include "core/base/result.h"
#include "core/engines/executors/thread_executor.h"

namespace fatou::ui {

// What a controller has done for it, so that the window does not wait: one job at a time, on a
// thread of its own; the latest wins. A job reports events, which the controller takes on the GUI
// thread, where this lives. An Event can be made of an Error, which is what a job throws.
//
// It is one thread, so that a job begins when the last one has left, and is there as long as the
// controller is. A QThreadPool would wait for ever, without a word, where no thread can be had.
// As a controller's last member this ends before what its jobs use.
template <typename Event>
class BackgroundJob {
 public:
  using Report = std::function<void(Event)>;
  // A job; it touches nothing that lives on another thread, and leaves soon after a stop.
  using Work = std::function<void(const Report& report, const std::stop_token& stop)>;

  // `take` gets every event of the latest job, and `ended` follows the last one. Throws
  // std::system_error where no thread can be started.
  explicit BackgroundJob(std::function<void(const Event&)> take, std::function<void()> ended = {})
      : m_take(std::move(take)) {
    // The future keeps its results until it goes: the event is moved out, so that its memory does
    // not stay with them.
    QObject::connect(&m_watcher, &QFutureWatcherBase::resultReadyAt, &m_watcher, [this](int index) {
      const Event event = std::move(*m_watcher.future().resultAt(index));
      m_take(event);
    });
    if (ended)
      QObject::connect(&m_watcher, &QFutureWatcherBase::finished, &m_watcher, std::move(ended));
  }
  // Stops the job and waits until it has left.
  ~BackgroundJob() {
    stop();
    m_watcher.disconnect();
    m_thread.reset();
  }
  BackgroundJob(const BackgroundJob&) = delete;
  BackgroundJob& operator=(const BackgroundJob&) = delete;

  // Stops the last job, whose events are dropped from here on, and begins this one once that has
  // left.
  void start(Work work) {
    stop();
    m_stop = std::stop_source();
    auto promise = std::make_shared<QPromise<std::shared_ptr<Event>>>();
    promise->start();
    m_watcher.setFuture(promise->future());  // drops what the last one has yet to report
    m_thread->post([promise, work = std::move(work), stop = m_stop.get_token()] {
      const Report report = [&promise](Event event) {
        promise->addResult(std::make_shared<Event>(std::move(event)));
      };
      try {
        work(report, stop);
      } catch (...) {
        report(Event(Error{currentExceptionText()}));
      }
      promise->finish();
    });
  }

  // Asks the job to leave; what it still reports is taken.
  void stop() { m_stop.request_stop(); }

  // Asks the job to leave and takes nothing of it any more.
  void drop() {
    stop();
    m_watcher.setFuture({});
  }

 private:
  std::function<void(const Event&)> m_take;
  std::stop_source m_stop;
  QFutureWatcher<std::shared_ptr<Event>> m_watcher;
  std::unique_ptr<engines::ThreadExecutor> m_thread = std::make_unique<engines::ThreadExecutor>();
};

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <stop_token>

#include "core/engines/inner/remote_worker.h"
#include "core/engines/inner/task_set.h"

namespace fatou::engines {

// Runs tasks of one set on an engine elsewhere, on the thread that stands for this engine: sends
// the items' calls, and tells the set what became of them.
//
// Where items are short, further ones are sent behind one that is not yet answered, so that a fast
// engine need not wait for the way there and back; how many, ItemPace says.
//
// When the engine is lost, the task it was computing ends with EngineError, or is tried elsewhere
// where it may be; a balanced task that was sent behind it, or not before the engine was lost, goes
// back to the queue.
class RemoteRun {
 public:
  // The next task for this engine, where so many items are still under way. Nothing: none now.
  using Next = std::function<std::optional<std::size_t>(std::size_t underWay)>;
  // Tasks wait for another engine.
  using OfferAgain = std::function<void()>;

  RemoteRun(TaskSet& tasks, RemoteWorker& worker, Next next, OfferAgain offerAgain);

  // Returns when there is no next task and nothing under way.
  void work();

 private:
  struct Task {
    TaskRun run;
    ItemRange unsent;
    std::size_t underWay = 0;
    bool sent = false;  // something of it, to an engine that was there
    TaskTimes times{};
  };
  struct AskToStop {
    RemoteWorker* worker;
    std::uint64_t call;
    void operator()() const noexcept { worker->askToStop(call); }
  };
  struct Call {
    Call(std::uint64_t sentAs, Task& of, std::size_t which, const TaskSet& set, RemoteWorker& on,
         Clock::time_point at)
        : number(sentAs),
          sent(at),
          task(of),
          item(which),
          stop(set.stopToken(of.run.task), AskToStop{&on, sentAs}) {}

    std::uint64_t number;
    Clock::time_point sent;
    Task& task;
    std::size_t item;
    std::stop_callback<AskToStop> stop;
  };

  void sendMore();
  std::size_t underWay() const { return m_calls.size() - (m_isFirstAnswered ? 1U : 0U); }
  bool sendNext();
  bool beginNext();
  void send(Task& task, std::size_t item);
  bool receive();
  void sendBeforeUnpacking(const Answer& answer);
  FailurePtr resultOf(const Answer& answer, std::size_t item);
  void endFinished();
  void lose();
  void loseTask(Task& task, const FailurePtr& failure, bool& again);

  TaskSet& m_set;
  RemoteWorker& m_worker;
  const Next m_next;
  const OfferAgain m_offerAgain;
  std::list<Task> m_tasks;  // begun and not ended; of the last one, items may be unsent
  std::list<Call> m_calls;  // in the order sent; all are under way, but for the one being unpacked
  bool m_isFirstAnswered = false;
};

}  // namespace fatou::engines

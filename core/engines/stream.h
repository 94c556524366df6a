// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <numeric>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/exception_text.h"
#include "core/base/result.h"
#include "core/engines/inner/item_set.h"
#include "core/engines/load_balanced_view.h"
#include "core/engines/tasks/errors.h"

namespace fatou::engines {

// How a stream of results ended, where it is not with an Error.
enum class Ended {
  Complete,  // the sink has had all
  Stopped    // as asked
};

// The Error of a sink that gets a value which does not answer its task.
inline Error wrongAnswer(const TaskRecord& task) {
  return {"engine " + std::to_string(task.engine) +
          " has answered what it was not asked: see that it runs this very version of the program"};
}

// Leaves no task running behind: takes back what has not begun, asks the rest to stop and waits for
// it.
class TasksEnd {
 public:
  explicit TasksEnd(TaskSet& tasks) : m_tasks(tasks) {}
  ~TasksEnd() {
    if (!m_tasks.ready()) m_tasks.cancel();
    if (!m_tasks.wouldDeadlock()) m_tasks.arrivals().waitForAll({});
  }
  TasksEnd(const TasksEnd&) = delete;
  TasksEnd& operator=(const TasksEnd&) = delete;

 private:
  TaskSet& m_tasks;
};

// Hands the values of tasks, one item a task, to the sink as they arrive. Returns the items whose
// engine was lost. Throws what failed; the Error is the sink's.
template <typename Item, typename Sink>
Result<std::vector<std::size_t>> deliverItems(ItemSet<Item>& tasks,
                                              const std::vector<std::size_t>& places,
                                              const Sink& sink) {
  if (tasks.wouldDeadlock())
    throw EngineError("a task must not wait for other tasks: return, or use dependencies");
  std::vector<std::size_t> lost;
  for (std::size_t n = 0; n < tasks.itemCount(); ++n) {
    tasks.arrivals().waitForFirst(n + 1, {});
    const std::size_t item = tasks.arrivals().arrival(n);
    const Outcome<Item>& outcome = tasks.outcome(item);
    if (!outcome.ok() && outcome.failure()->kind == TaskFailure::Kind::EngineLost) {
      lost.push_back(item);
      continue;
    }
    const Item& value = outcome.value();
    if constexpr (std::is_void_v<decltype(sink(places[item], value, tasks.record(item)))>) {
      sink(places[item], value, tasks.record(item));
    } else if (Status s = sink(places[item], value, tasks.record(item)); !s) {
      return s.error();
    }
    // The next values can take this memory, instead of new pages from the system.
    if constexpr (requires { tasks.release(item); }) tasks.release(item);
  }
  return lost;
}

// Has `submit` send the inputs to engines, one task each, and hands every value to
// sink(place, value, record) on the calling thread as it arrives; `place` counts the inputs. A sink
// may return a Status, whose Error ends the stream. Inputs whose engine was lost are submitted
// again, to those that are left. Blocks until all is delivered or `stop` is requested; when it
// returns no task is running any more. The Error is what a task, the sink or `submit` failed with.
template <typename Input, typename Submit, typename Sink>
Result<Ended> streamOf(const Submit& submit, std::vector<Input> inputs, const Sink& sink,
                       const std::stop_token& stop) {
  std::vector<std::size_t> places(inputs.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  try {
    while (!inputs.empty() && !stop.stop_requested()) {
      const auto results = submit(std::as_const(inputs));
      const std::stop_callback cancel(stop, [&results] { results.cancel(); });
      const TasksEnd end(*results.tasks());
      const auto lost = deliverItems(results.items(), places, sink);
      if (!lost) return lost.error();
      std::vector<Input> left;
      std::vector<std::size_t> leftPlaces;
      for (const std::size_t item : lost.value()) {
        left.push_back(std::move(inputs[item]));
        leftPlaces.push_back(places[item]);
      }
      inputs = std::move(left);
      places = std::move(leftPlaces);
    }
  } catch (const NoEnginesRegistered&) {
    // The exception's own sentence speaks to a programmer; this one is read by the program's user.
    if (!stop.stop_requested()) return Error{"there are no engines left: begin again"};
  } catch (...) {
    if (!stop.stop_requested()) return Error{currentExceptionText()};
  }
  return stop.stop_requested() ? Ended::Stopped : Ended::Complete;
}

// streamOf() tasks for whichever engine of the view is free.
template <typename Task, typename Input, typename Sink>
Result<Ended> stream(const LoadBalancedView& view, const Task& task, std::vector<Input> inputs,
                     const Sink& sink, const std::stop_token& stop) {
  const auto one = view.with({.chunkSize = 1});
  return streamOf([&](const std::vector<Input>& left) { return one.map(task, left); },
                  std::move(inputs), sink, stop);
}

}  // namespace fatou::engines

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/engines/inner/task_set.h"
#include "core/engines/inner/untyped_result.h"

namespace fatou::engines {

// The calls that an executor has submitted through any view and that may still be running.
class SubmittedTasks {
 public:
  SubmittedTasks() = default;
  SubmittedTasks(const SubmittedTasks&) = delete;
  SubmittedTasks& operator=(const SubmittedTasks&) = delete;

  // Waits for what was submitted and takes no more. May be called again. A task of the same cluster
  // must not wait: there it only takes no more.
  void shutdown();

 protected:
  ~SubmittedTasks() = default;

  // Throw std::logic_error after shutdown(); add() then takes the tasks back.
  void requireOpen() const;
  void add(const UntypedResult& result);

 private:
  void requireOpenLocked() const;

  mutable std::mutex m_mutex;
  bool m_open = true;
  std::vector<std::shared_ptr<TaskSet>> m_tasks;
  std::size_t m_forgetAt = 64;  // drop what has ended at this size
};

// A view in the manner of Python's concurrent.futures: submit() gives a future-like AsyncResult,
// closing waits for everything submitted. The engines outlive it.
template <typename View>
class ViewExecutor : public SubmittedTasks {
 public:
  explicit ViewExecutor(View view) : m_view(std::move(view)) {}
  ~ViewExecutor() { shutdown(); }
  ViewExecutor(const ViewExecutor&) = delete;
  ViewExecutor& operator=(const ViewExecutor&) = delete;

  // Throws std::logic_error after shutdown(). May wait for room in the queue.
  template <typename F, typename... Args>
  auto submit(F function, Args&&... args) {
    requireOpen();
    auto result = m_view.applyAsync(std::move(function), std::forward<Args>(args)...);
    add(result);
    return result;
  }
  template <typename F, typename... Ranges>
  auto map(F function, Ranges&&... ranges) {
    requireOpen();
    auto result = m_view.mapAsync(std::move(function), std::forward<Ranges>(ranges)...);
    add(result);
    return result;
  }

 private:
  View m_view;
};

}  // namespace fatou::engines

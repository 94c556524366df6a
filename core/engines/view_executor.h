// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/engines/task_set.h"

namespace fatou::engines {

// A view in the manner of Python's concurrent.futures: submit() gives a future-like AsyncResult,
// closing waits for everything submitted. The engines outlive it.
template <typename View>
class ViewExecutor {
 public:
  explicit ViewExecutor(View view) : m_view(std::move(view)) {}
  ~ViewExecutor() { shutdown(); }
  ViewExecutor(const ViewExecutor&) = delete;
  ViewExecutor& operator=(const ViewExecutor&) = delete;

  // Throws std::logic_error after shutdown().
  template <typename F, typename... Args>
  auto submit(F function, Args&&... args) {
    return watched(
        [&] { return m_view.applyAsync(std::move(function), std::forward<Args>(args)...); });
  }
  template <typename F, typename... Ranges>
  auto map(F function, Ranges&&... ranges) {
    return watched(
        [&] { return m_view.mapAsync(std::move(function), std::forward<Ranges>(ranges)...); });
  }

  // Waits for what was submitted and takes no more. May be called again.
  void shutdown() {
    std::vector<std::shared_ptr<TaskSet>> tasks;
    {
      const std::scoped_lock lock(m_mutex);
      m_open = false;
      tasks.swap(m_tasks);
    }
    for (const auto& set : tasks) set->arrivals().waitForAll({});
  }

 private:
  template <typename Submit>
  auto watched(Submit submitTasks) {
    const std::scoped_lock lock(m_mutex);
    if (!m_open) throw std::logic_error("the executor was shut down: make a new one");
    auto result = submitTasks();
    std::erase_if(m_tasks, [](const auto& set) { return set->ready(); });
    m_tasks.push_back(result.tasks());
    return result;
  }

  View m_view;
  std::mutex m_mutex;
  bool m_open = true;
  std::vector<std::shared_ptr<TaskSet>> m_tasks;
};

}  // namespace fatou::engines

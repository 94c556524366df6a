// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/engines/inner/task_set.h"

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

  // Waits for what was submitted and takes no more. May be called again. A task of the same cluster
  // must not wait: there it only takes no more.
  void shutdown() {
    std::vector<std::shared_ptr<TaskSet>> tasks;
    {
      const std::scoped_lock lock(m_mutex);
      m_open = false;
      tasks.swap(m_tasks);
    }
    for (const auto& set : tasks)
      if (!set->wouldDeadlock()) set->arrivals().waitForAll({});
  }

 private:
  template <typename Submit>
  auto watched(Submit submitTasks) {
    {
      const std::scoped_lock lock(m_mutex);
      requireOpen();
    }
    auto result = submitTasks();  // may wait for room in the queue: without the lock
    const std::scoped_lock lock(m_mutex);
    if (!m_open) result.abort();
    requireOpen();
    m_tasks.push_back(result.tasks());
    if (m_tasks.size() >= m_forgetAt) {
      std::erase_if(m_tasks, [](const auto& set) { return set->ready(); });
      m_forgetAt = std::max<std::size_t>(64, 2 * m_tasks.size());
    }
    return result;
  }

  void requireOpen() const {
    if (!m_open) throw std::logic_error("the executor was shut down: make a new one");
  }

  View m_view;
  std::mutex m_mutex;
  bool m_open = true;
  std::vector<std::shared_ptr<TaskSet>> m_tasks;
  std::size_t m_forgetAt = 64;  // drop what has ended at this size
};

}  // namespace fatou::engines

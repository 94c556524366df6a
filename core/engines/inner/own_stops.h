// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <stop_token>

namespace fatou::engines {

// For sets of which each task can be called off by itself: who did so. Any thread may ask and say.
class OwnStops {
 public:
  // 0: the tasks can only be stopped together.
  explicit OwnStops(std::size_t tasks)
      : m_count(tasks), m_tasks(tasks > 0 ? std::make_unique<Task[]>(tasks) : nullptr) {}

  bool areThere() const { return m_count > 0; }
  std::stop_token token(std::size_t task) const { return m_tasks[task].stop.get_token(); }
  bool isStopped(std::size_t task) const {
    return areThere() && m_tasks[task].stop.stop_requested();
  }
  // True also where it was stopped.
  bool isAborted(std::size_t task) const {
    return areThere() && (m_tasks[task].isAborted.load() || isStopped(task));
  }

  // Do nothing where the tasks can only be stopped together.
  void abort(std::size_t task) {
    if (areThere()) m_tasks[task].isAborted.store(true);
  }
  void stop(std::size_t task) {
    if (areThere()) m_tasks[task].stop.request_stop();
  }
  void stopAll() {
    for (std::size_t task = 0; task < m_count; ++task) m_tasks[task].stop.request_stop();
  }

 private:
  struct Task {
    std::stop_source stop{};
    std::atomic<bool> isAborted{false};
  };

  std::size_t m_count;
  std::unique_ptr<Task[]> m_tasks;
};

}  // namespace fatou::engines

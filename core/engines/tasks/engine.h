// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>
#include <vector>

#include "core/engines/tasks/engine_cache.h"
#include "core/engines/tasks/errors.h"
#include "core/engines/tasks/task_record.h"
#include "core/engines/tasks/thread_cpu_time.h"
#include "core/engines/tasks/value.h"

namespace fatou::engines {

// Whether the calling thread is an engine of the cluster `home`.
bool isEngineOf(const void* home);

// Makes the calling thread an engine of `home` while it lives.
class EngineThreadScope {
 public:
  explicit EngineThreadScope(const void* home);
  ~EngineThreadScope();
  EngineThreadScope(const EngineThreadScope&) = delete;
  EngineThreadScope& operator=(const EngineThreadScope&) = delete;

 private:
  const void* m_outer;
};

// A worker as its own tasks see it: an id, a namespace of named values, and whether the running
// task should stop. Only tasks touch it, one at a time, so it needs no lock. A task function gets
// it by taking an Engine& as its first parameter.
class Engine {
 public:
  explicit Engine(EngineId id) : m_id(id) {}

  EngineId id() const { return m_id; }

  // Defines or replaces a name.
  void set(const std::string& name, Value value) {
    m_values.insert_or_assign(name, Named{.value = std::move(value)});
  }

  // The named value, shared and immutable. Throws NameError or TypeError. An Eigen array is found
  // whichever way it is stored, by rows or columns: a transposed one is the other way.
  template <typename T>
  std::shared_ptr<const T> share(const std::string& name) const {
    Named& named = called(name);
    if (auto value = named.value.as<T>()) return value;
    using Other = typename OtherOrder<T>::type;
    if constexpr (!std::is_void_v<Other>) {
      if (const auto other = named.value.as<Other>()) {
        if (!named.reordered) named.reordered.emplace(T(*other));
        return named.reordered->as<T>();
      }
    }
    throwTypeError(name, named.value, typeid(T).name());
  }

  // The named value; the reference holds until the name is set anew. Throws as share() does.
  template <typename T>
  const T& get(const std::string& name) const {
    return *share<T>(name);
  }

  bool has(const std::string& name) const { return m_values.contains(name); }
  // True where the name was set as a T.
  template <typename T>
  bool holds(const std::string& name) const {
    return has(name) && called(name).value.holds<T>();
  }
  void remove(const std::string& name) { m_values.erase(name); }
  void clear() { m_values.clear(); }

  std::vector<std::string> names() const;

  // Objects that tasks leave for later tasks, without a name.
  EngineCache& cache() { return m_cache; }

  // Asked to stop when the caller cancels the running task's result.
  const std::stop_token& stopToken() const { return m_stop; }
  bool stopRequested() const { return m_stop.stop_requested(); }

 private:
  friend class Cluster;
  friend class TaskSet;
  friend class CallServer;

  struct Named {
    Value value;
    std::optional<Value> reordered{};  // kept as long: tasks may hold references to either
  };

  Named& called(const std::string& name) const;
  [[noreturn]] static void throwTypeError(const std::string& name, const Value& value,
                                          const char* askedFor);

  // Says that the engine has waited for what it does next.
  void comeFromWaiting() { m_isGoingOn = false; }

  // Begins to measure the processor time of a task. Returns how long the thread was without a core
  // since the task before, where it went on at once: the system takes a core away at a call of its
  // own rather than amid a computation, and the end of a task makes one to wake who waits for it.
  std::chrono::nanoseconds startCpu(Clock::time_point now) {
    const std::chrono::nanoseconds off = m_cpu.start(now);
    return std::exchange(m_isGoingOn, true) ? off : std::chrono::nanoseconds{0};
  }

  EngineId m_id;
  mutable std::map<std::string, Named> m_values;
  std::stop_token m_stop;
  CpuStopwatch m_cpu;
  bool m_isGoingOn = false;  // from one task to the next, with nothing to wait for
  EngineCache m_cache;
};

}  // namespace fatou::engines

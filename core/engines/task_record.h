// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace fatou::engines {

using EngineId = int;
inline constexpr EngineId kNoEngine = -1;

using TaskId = std::uint64_t;

// The one steady clock of all stamps.
using Clock = std::chrono::steady_clock;

enum class TaskStatus : std::uint8_t {
  Queued,     // waiting for its engine, or for any
  Running,    // on an engine
  Succeeded,  // every item has a value
  Failed,     // at least one item threw
  Aborted,    // taken back before it started, or cancelled
  Lost        // its engine went away first
};

// The facts about one task: which items it computed, where and when. Stamps of steps that never
// happened (an aborted task never started) are the clock's epoch.
struct TaskRecord {
  TaskId id = 0;
  TaskStatus status = TaskStatus::Queued;
  EngineId engine = kNoEngine;
  std::size_t firstItem = 0;
  std::size_t itemCount = 0;
  Clock::time_point submitted{};
  Clock::time_point started{};
  Clock::time_point completed{};
  Clock::time_point received{};
  std::chrono::nanoseconds cpuTime{0};  // on a core for it, see CpuStopwatch; 0 where unknown

  friend bool operator==(const TaskRecord&, const TaskRecord&) = default;
};

// Whether the task ran, so that its four stamps mean something.
inline bool isStamped(const TaskRecord& task) {
  return task.received != Clock::time_point{};
}

}  // namespace fatou::engines

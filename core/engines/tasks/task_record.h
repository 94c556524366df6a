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

// How the calls of a task went to an engine elsewhere and their answers came back. Stamps are on
// the caller's clock; bytes are those of the messages, without what carries them.
struct Travel {
  Clock::time_point sent{};      // its first call left
  Clock::time_point answered{};  // its last answer was there, not yet looked at
  std::uint64_t bytesSent = 0;
  std::uint64_t bytesReceived = 0;

  friend bool operator==(const Travel&, const Travel&) = default;
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
  Travel travel{};                      // see hasTravelled()
  // How long its engine, which came to it straight from another task, was without a core between
  // the two; 0 where it did not, where it is elsewhere, or where nothing is known.
  std::chrono::nanoseconds coreWait{0};

  friend bool operator==(const TaskRecord&, const TaskRecord&) = default;
};

// Whether the task ran, so that its four stamps mean something.
inline bool isStamped(const TaskRecord& task) {
  return task.received != Clock::time_point{};
}

// Whether the task was sent, as its engine is in another process.
inline bool hasTravelled(const TaskRecord& task) {
  return task.travel.sent != Clock::time_point{};
}

}  // namespace fatou::engines

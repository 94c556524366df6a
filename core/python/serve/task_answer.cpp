// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/task_answer.h"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace fatou::python {
namespace {

using engines::TaskFailure;

PyValue stampOf(engines::Clock::time_point time) {
  return static_cast<std::int64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
}

std::string statusOf(TaskFailure::Kind kind) {
  switch (kind) {
    case TaskFailure::Kind::Aborted:
      return "aborted";
    case TaskFailure::Kind::EngineLost:
      return "lost";
    case TaskFailure::Kind::Impossible:
      return "impossible";
    case TaskFailure::Kind::TimedOut:
      return "timeout";
    case TaskFailure::Kind::Raised:
    case TaskFailure::Kind::Taken:
      break;
  }
  return "failed";
}

}  // namespace

PyValue recordValue(const engines::TaskRecord& task) {
  return PyTuple{{PyValue(task.engine), stampOf(task.submitted), stampOf(task.started),
                  stampOf(task.completed), stampOf(task.received),
                  PyValue(static_cast<std::int64_t>(task.cpuTime.count()))}};
}

PyValue failureValue(const PyValue& record, const std::string& status, const std::string& type,
                     const std::string& text, const std::string& traceback) {
  return PyTuple{{record, PyValue(status), PyValue(type), PyValue(text), PyValue(traceback)}};
}

// What Python raised is its text, and its traceback from the next line on.
PyValue failureValueOf(const engines::TaskRecord& task, const TaskFailure& failure) {
  const std::size_t cut = failure.message.find("\nTraceback (most recent call last)");
  const bool hasTraceback = cut != std::string::npos;
  return failureValue(recordValue(task), statusOf(failure.kind), failure.typeName,
                      failure.message.substr(0, cut),
                      hasTraceback ? failure.message.substr(cut + 1) : std::string());
}

}  // namespace fatou::python

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <memory>
#include <string>

#include "core/engines/tasks/task_record.h"

namespace fatou::engines {

// Why a task has no value, as data: it crosses threads and processes, and is thrown only where
// somebody asks for the value.
struct TaskFailure {
  enum class Kind {
    Raised,      // the task's function threw
    Aborted,     // taken back or cancelled
    EngineLost,  // the engine stopped first
    Impossible,  // what it depends on can never be had
    TimedOut,    // not started in time
    Taken        // there was a value, which take() has moved out
  };
  Kind kind = Kind::Raised;
  std::string typeName;  // of what was thrown, e.g. "std::runtime_error"
  std::string message;
  EngineId engine = kNoEngine;
  std::string host{};  // of an engine elsewhere
  std::string method;  // what was asked of the view: "apply", "map", "pull", ...

  // Throws RemoteError, TaskAborted, EngineError, ImpossibleDependency or TaskTimeout;
  // std::bad_alloc where the task ran out of memory, which is the process's; std::logic_error for a
  // value that was taken.
  [[noreturn]] void raise() const;
};

// Shared because many items may fail for one reason (an aborted chunk, a lost engine).
using FailurePtr = std::shared_ptr<const TaskFailure>;

// The failure that tells of `thrown`: its type and its text. To be called while or after it was
// caught on `engine`.
FailurePtr describe(const std::exception_ptr& thrown, EngineId engine, const std::string& method);

// "engine 3", or "engine 3 on nodeb" where the host is known.
std::string engineText(EngineId engine, const std::string& host);

FailurePtr abortedFailure(const std::string& method);
FailurePtr lostFailure(EngineId engine, const std::string& method);
FailurePtr timeoutFailure(const std::string& method);
FailurePtr takenFailure(const std::string& method);
// For a task that only engines elsewhere could run and that cannot be sent.
FailurePtr unsendableFailure(const std::string& method);
FailurePtr impossibleFailure(const std::string& why, const std::string& method);

}  // namespace fatou::engines

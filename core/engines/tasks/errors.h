// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/engines/tasks/task_failure.h"

namespace fatou::engines {

// A view was used while its client has no engines. The message names the remedy.
class NoEnginesRegistered : public std::runtime_error {
 public:
  NoEnginesRegistered();
};

// The function of a single-valued result threw on its engine.
class RemoteError : public std::runtime_error {
 public:
  explicit RemoteError(TaskFailure failure);
  const std::string& typeName() const { return m_failure.typeName; }
  const std::string& message() const { return m_failure.message; }
  EngineId engine() const { return m_failure.engine; }
  // Where the engine is; empty for one of this process.
  const std::string& host() const { return m_failure.host; }
  const std::string& method() const { return m_failure.method; }

 private:
  TaskFailure m_failure;
};

// At least one part of a many-valued result failed. Entries are in the order of the targets or
// inputs; what() prints the first four and how many more there are.
class CompositeError : public std::runtime_error {
 public:
  explicit CompositeError(std::vector<FailurePtr> entries);
  const std::vector<FailurePtr>& entries() const { return m_entries; }

 private:
  std::vector<FailurePtr> m_entries;
};

// A result was not ready in time. Its tasks go on; a later get() works.
class TimeoutError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The task was taken back before it could finish.
class TaskAborted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The task had not started in the time its view allows.
class TaskTimeout : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Parts do not fit together. Names the engine that holds the odd one, and both shapes.
class ShapeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The engine went away before the task could finish.
class EngineError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A task cannot start: one that it was to run after or to follow has failed, or has left no engine
// that it could run on.
class ImpossibleDependency : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A task was to depend on one that nobody knows, or that another client runs.
class InvalidDependency : public std::invalid_argument {
 public:
  explicit InvalidDependency(TaskId unknown);
};

// Thrown on the engine when a name that was never set is read.
class NameError : public std::runtime_error {
 public:
  explicit NameError(const std::string& name);
};

// Thrown on the engine when a name is read as another type than it was set with.
class TypeError : public std::runtime_error {
 public:
  TypeError(const std::string& name, const std::string& held, const std::string& asked);
};

// What a task in another language raised on its engine. Its type is called as it is there.
class ForeignError : public std::runtime_error {
 public:
  ForeignError(std::string typeName, const std::string& message)
      : std::runtime_error(message), m_typeName(std::move(typeName)) {}
  const std::string& typeName() const { return m_typeName; }

 private:
  std::string m_typeName;
};

// A type's name as a person writes it, from its typeid name.
std::string readableTypeName(const char* mangled);

}  // namespace fatou::engines

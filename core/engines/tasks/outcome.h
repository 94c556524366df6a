// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>

#include "core/engines/tasks/task_failure.h"

namespace fatou::engines {

// The outcome of one item: its value, or why there is none. Failures travel as results and never
// through QPromise::setException(), which on Qt 6.4 clears the stored results without its lock.
template <typename T>
class Outcome {
 public:
  explicit Outcome(T value) : m_value(std::move(value)) {}
  explicit Outcome(FailurePtr failure) : m_failure(std::move(failure)) {}

  bool ok() const { return m_value.has_value(); }

  // The value; throws what TaskFailure::raise() throws instead.
  const T& value() const {
    if (!ok()) m_failure->raise();
    return *m_value;
  }

  // The value, to be moved out; throws as value() does.
  T& movable() {
    if (!ok()) m_failure->raise();
    return *m_value;
  }

  // Why there is no value; only when !ok().
  const FailurePtr& failure() const { return m_failure; }

 protected:
  Outcome() = default;

  void become(T&& value) {
    m_value.emplace(std::move(value));
    m_failure.reset();
  }
  void become(const FailurePtr& failure) {
    m_value.reset();
    m_failure = failure;
  }

 private:
  std::optional<T> m_value;
  FailurePtr m_failure;
};

}  // namespace fatou::engines

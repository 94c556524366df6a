// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <variant>

#include "core/engines/task_failure.h"

namespace fatou::engines {

// The outcome of one item: its value, or why there is none. Failures travel as results and never
// through QPromise::setException(), which on Qt 6.4 clears the stored results without its lock.
template <typename T>
class Outcome {
 public:
  explicit Outcome(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  explicit Outcome(FailurePtr failure) : m_state(std::in_place_index<1>, std::move(failure)) {}

  bool ok() const { return m_state.index() == 0; }

  // The value; throws what TaskFailure::raise() throws instead.
  const T& value() const {
    if (!ok()) failure()->raise();
    return std::get<0>(m_state);
  }

  // The value, to be moved out; throws as value() does.
  T& movable() {
    if (!ok()) failure()->raise();
    return std::get<0>(m_state);
  }

  // Why there is no value; only when !ok().
  const FailurePtr& failure() const { return std::get<1>(m_state); }

 private:
  std::variant<T, FailurePtr> m_state;
};

}  // namespace fatou::engines

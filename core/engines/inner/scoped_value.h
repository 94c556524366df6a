// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

namespace fatou::engines {

// Sets a variable for as long as it lives, and puts the old value back.
template <typename T>
class ScopedValue {
 public:
  ScopedValue(T& variable, T value)
      : m_variable(variable), m_before(std::exchange(variable, std::move(value))) {}
  ~ScopedValue() { m_variable = std::move(m_before); }
  ScopedValue(const ScopedValue&) = delete;
  ScopedValue& operator=(const ScopedValue&) = delete;

 private:
  T& m_variable;
  T m_before;
};

}  // namespace fatou::engines

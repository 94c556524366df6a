// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <tuple>
#include <utility>
#include <variant>

#include "core/base/check.h"

namespace fatou {

// Why something the user asked for cannot be had: one sentence that names the input, what is
// wrong with it and what would be right.
struct Error {
  std::string message;

  friend bool operator==(const Error&, const Error&) = default;
  static constexpr auto kFields = std::tuple(&Error::message);
};

// A value or the Error that took its place. Bad input and failed I/O travel this way; reading
// value() of an error is a bug and stops the program.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : m_state(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return m_state.index() == 0; }
  explicit operator bool() const { return ok(); }

  const T& value() const& {
    FATOU_CHECK(ok());
    return std::get<0>(m_state);
  }
  T&& value() && {
    FATOU_CHECK(ok());
    return std::get<0>(std::move(m_state));
  }
  const Error& error() const {
    FATOU_CHECK(!ok());
    return std::get<1>(m_state);
  }

 private:
  std::variant<T, Error> m_state;
};

// The Result of an action that has no value to return: success() or an Error.
using Status = Result<std::monostate>;
inline Status success() {
  return std::monostate{};
}

}  // namespace fatou

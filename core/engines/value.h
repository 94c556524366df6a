// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <type_traits>
#include <typeindex>
#include <utility>

#include <Eigen/Core>

namespace fatou::engines {

namespace detail {
template <typename T>
auto ownedCopyType() {
  using Decayed = std::decay_t<T>;
  if constexpr (std::is_convertible_v<Decayed, const char*>)
    return std::type_identity<std::string>{};
  else if constexpr (std::is_base_of_v<Eigen::EigenBase<Decayed>, Decayed>)
    return std::type_identity<typename Decayed::PlainObject>{};
  else
    return std::type_identity<Decayed>{};
}
}  // namespace detail

// The type that owns what a T refers to: a string for a literal, the plain array for an Eigen
// expression, T itself otherwise.
template <typename T>
using Owned = typename decltype(detail::ownedCopyType<T>())::type;

// A value of any copyable type, copied or moved in once and immutable from then on, so that
// engines and callers share it without ever seeing each other's changes.
class Value {
 public:
  template <typename T>
  requires(!std::is_same_v<std::decay_t<T>, Value>)
      Value(T&& value)  // NOLINT(google-explicit-constructor): push({{"a", 5}}) should read so
      : m_data(std::make_shared<const Owned<T>>(std::forward<T>(value))),
        m_type(typeid(Owned<T>)) {}

  // The value as a T, or null when it is of another type.
  template <typename T>
  std::shared_ptr<const T> as() const {
    return m_type == typeid(T) ? std::static_pointer_cast<const T>(m_data) : nullptr;
  }

  const char* typeName() const { return m_type.name(); }

 private:
  std::shared_ptr<const void> m_data;
  std::type_index m_type;
};

}  // namespace fatou::engines

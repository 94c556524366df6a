// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <type_traits>
#include <typeindex>
#include <utility>

#include "core/engines/owned.h"

namespace fatou::engines {

// A value of any copyable type, copied or moved in once and immutable from then on, so that
// engines and callers share it without ever seeing each other's changes.
class Value {
 public:
  template <typename T>
  requires(!std::is_same_v<std::decay_t<T>, Value>)
      Value(T&& value)  // NOLINT(google-explicit-constructor): push({{"a", 5}}) should read so
      : m_data(ownedShared(std::forward<T>(value))),
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

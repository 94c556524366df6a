// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <shared_mutex>

namespace fatou::python {

// Functions that others keep and call, on any thread, and that reach an object only while it is
// there. A member of the object, the last one: it waits for calls under way when it ends.
template <typename T>
class WhileThere {
 public:
  explicit WhileThere(T& object) : m_shared(std::make_shared<Shared>()) {
    m_shared->object = &object;
  }
  ~WhileThere() {
    const std::unique_lock lock(m_shared->mutex);
    m_shared->object = nullptr;
  }
  WhileThere(const WhileThere&) = delete;
  WhileThere& operator=(const WhileThere&) = delete;

  // A function that calls call(object, arguments...), or does nothing once the object has gone.
  template <typename Call>
  auto telling(Call call) const {
    return [shared = m_shared, call](const auto&... arguments) {
      const std::shared_lock lock(shared->mutex);
      if (shared->object != nullptr) call(*shared->object, arguments...);
    };
  }

 private:
  struct Shared {
    std::shared_mutex mutex{};
    T* object = nullptr;
  };

  std::shared_ptr<Shared> m_shared;
};

}  // namespace fatou::python

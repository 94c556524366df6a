// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <latch>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/engines/client.h"
#include "tests/patience.h"

namespace fatou::engines {

using Ints = std::vector<int>;
using tests::kPatience;

// Where tasks wait until a test lets them go on. Opens when it goes, so that a failed check does
// not leave an engine waiting: declare it after the client. Tasks hold a copy of pass().
class Gate {
 public:
  Gate() = default;
  ~Gate() { open(); }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  void open() {
    if (!std::exchange(m_open, true)) m_latch->count_down();
  }
  auto pass() const {
    return [latch = m_latch] { latch->wait(); };
  }

 private:
  bool m_open = false;
  std::shared_ptr<std::latch> m_latch = std::make_shared<std::latch>(1);
};

// An engine that is known to be running a task, until released.
class BusyEngine {
 public:
  BusyEngine(const Client& client, EngineId id)
      : m_result(client[id].applyAsync([started = m_started, pass = m_gate.pass()] {
          started->count_down();
          pass();
          return 1;
        })) {
    m_started->wait();
  }
  void release() { m_gate.open(); }
  const AsyncResult<int, Single>& result() const { return m_result; }

 private:
  std::shared_ptr<std::latch> m_started = std::make_shared<std::latch>(1);
  Gate m_gate;
  AsyncResult<int, Single> m_result;
};

// What `action` throws as an Error, or nothing; other exceptions pass.
template <typename Error, typename Action>
std::optional<Error> thrownBy(Action&& action) {
  try {
    std::forward<Action>(action)();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

inline Ints upTo(int count) {
  Ints numbers;
  for (int i = 0; i < count; ++i) numbers.push_back(i);
  return numbers;
}

}  // namespace fatou::engines

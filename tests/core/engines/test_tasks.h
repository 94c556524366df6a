// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "core/engines/client.h"
#include "tests/core/engines/shared_memory.h"
#include "tests/patience.h"

namespace fatou::engines {

using Ints = std::vector<int>;
using tests::kPatience;

// Waits until its gate is open.
struct GatePass {
  Common<Latch> latch{};
  static constexpr auto kFields = std::tuple(&GatePass::latch);
  void operator()() const { latch->wait(); }
};

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
  GatePass pass() const { return {m_latch}; }

 private:
  bool m_open = false;
  Common<Latch> m_latch = makeCommon<Latch>(1);
};

// Says that it runs, and waits.
struct KeepBusy {
  Common<Latch> started{};
  GatePass pass{};
  static constexpr auto kFields = std::tuple(&KeepBusy::started, &KeepBusy::pass);
  int operator()() const {
    started->count_down();
    pass();
    return 1;
  }
};

// An engine that is known to be running a task, until released.
class BusyEngine {
 public:
  BusyEngine(const Client& client, EngineId id)
      : m_result(client[id].applyAsync(KeepBusy{m_started, m_gate.pass()})) {
    m_started->wait();
  }
  void release() { m_gate.open(); }
  const AsyncResult<int, Single>& result() const { return m_result; }

 private:
  Common<Latch> m_started = makeCommon<Latch>(1);
  Gate m_gate;
  AsyncResult<int, Single> m_result;
};

// The Error that `action` throws, or nothing; other exceptions pass.
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

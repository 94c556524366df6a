// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <semaphore>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <utility>

#include "core/engines/client.h"
#include "core/engines/remote/loopback.h"
#include "test_tasks.h"

namespace fatou::engines {

// Functions that can be sent.

inline constexpr auto kSquare = [](int x) { return x * x; };
inline constexpr auto kFailAtTwo = [](int x) {
  return x != 2 ? x : throw std::runtime_error("two");
};
inline constexpr auto kRunUntilStopped = [](Engine& engine) {
  while (!engine.stopRequested()) std::this_thread::yield();
  return 1;
};

struct Add {
  int summand = 0;
  static constexpr auto kFields = std::tuple(&Add::summand);
  int operator()(int x) const { return x + summand; }
};

inline Ints squares(int count) {
  Ints all = upTo(count);
  for (int& x : all) x *= x;
  return all;
}

// The crossing at which functions without captures wait, after they have said that they have begun.
// A test begins with a new one.
struct Crossing {
  std::atomic<int> begun{0};
  std::counting_semaphore<1'000'000> green{0};
};
inline std::unique_ptr<Crossing> g_crossing;
inline std::array<std::shared_ptr<LoopbackFaults>, 4> g_faults;

inline constexpr auto kWait = [](int x) {
  ++g_crossing->begun;
  g_crossing->green.acquire();
  return x;
};

// A client of engines that can be told to fail; the first may not be silent for longer.
struct Fallible {
  explicit Fallible(std::size_t count, std::optional<std::chrono::nanoseconds> silence = {}) {
    g_crossing = std::make_unique<Crossing>();
    for (std::size_t i = 0; i < count; ++i) {
      g_faults.at(i) = std::make_shared<LoopbackFaults>();
      RemoteEngine engine = loopbackEngine(g_faults.at(i));
      if (i == 0) engine.longestSilence = silence;
      client.addEngine(std::move(engine));
    }
  }
  ~Fallible() { g_crossing->green.release(1'000); }  // no engine waits when a check has failed
  Fallible(const Fallible&) = delete;
  Fallible& operator=(const Fallible&) = delete;

  Client client;
};

}  // namespace fatou::engines

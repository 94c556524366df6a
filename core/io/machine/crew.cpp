// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/machine/crew.h"

#include <algorithm>
#include <atomic>
#include <latch>
#include <new>
#include <system_error>

#include "core/io/machine/usable_cores.h"

namespace fatou::io {

Crew::Crew(int threads) : m_size(static_cast<std::size_t>(threads > 0 ? threads : usableCores())) {}

// Starts helpers for `count` tasks as far as the system allows; the number of those that are there.
// The caller works, too, so one fewer than tasks is enough.
std::size_t Crew::helpersFor(std::size_t count) {
  const std::size_t wanted = std::clamp<std::size_t>(count, 1, m_size) - 1;
  try {
    while (m_helpers.size() < wanted)
      m_helpers.push_back(std::make_unique<engines::ThreadExecutor>());
  } catch (const std::system_error&) {
    return m_helpers.size();
  }
  return wanted;
}

bool Crew::run(std::size_t count, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> sound{true};
  const auto join = [&](std::size_t worker) {
    try {
      for (std::size_t i; (i = next++) < count;) work(i, worker);
    } catch (const std::bad_alloc&) {
      sound = false;
    }
  };
  const std::size_t helpers = helpersFor(count);
  std::latch left(static_cast<std::ptrdiff_t>(helpers));
  for (std::size_t helper = 0; helper < helpers; ++helper) {
    try {
      m_helpers[helper]->post([&, worker = helper + 1] {
        join(worker);
        left.count_down();
      });
    } catch (const std::bad_alloc&) {  // those that have been given the work do all of it
      left.count_down(static_cast<std::ptrdiff_t>(helpers - helper));
      break;
    }
  }
  join(0);
  left.wait();
  return sound;
}

}  // namespace fatou::io

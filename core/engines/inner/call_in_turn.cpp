// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/call_in_turn.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <utility>

#include "core/engines/inner/scoped_value.h"

namespace fatou::engines {

void callInTurn(std::vector<std::function<void()>> calls) {
  if (calls.empty()) return;
  thread_local std::deque<std::function<void()>>* t_running = nullptr;
  if (t_running) {
    std::ranges::move(calls, std::back_inserter(*t_running));
    return;
  }
  std::deque<std::function<void()>> running(std::make_move_iterator(calls.begin()),
                                            std::make_move_iterator(calls.end()));
  const ScopedValue turn(t_running, &running);  // ends also where a call throws
  for (; !running.empty(); running.pop_front()) running.front()();
}

}  // namespace fatou::engines

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/call_in_turn.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <utility>

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
  t_running = &running;
  for (; !running.empty(); running.pop_front()) running.front()();
  t_running = nullptr;
}

}  // namespace fatou::engines

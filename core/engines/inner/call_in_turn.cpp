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
  struct Turn {
    explicit Turn(std::deque<std::function<void()>>& all) { t_running = &all; }
    ~Turn() { t_running = nullptr; }  // also where a call has thrown
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
  };
  const Turn turn(running);
  for (; !running.empty(); running.pop_front()) running.front()();
}

}  // namespace fatou::engines

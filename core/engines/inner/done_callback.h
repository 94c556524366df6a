// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/engines/inner/task_range.h"

namespace fatou::engines {

// Calls `callback` once when all of `range` has arrived, never inside this call: on a thread of its
// own where it has arrived already. What it throws is logged. Throws std::system_error where
// such a thread is needed and there is none to be had.
void callWhenDone(const TaskRange& range, std::function<void()> callback);

}  // namespace fatou::engines

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <span>

#include "core/engines/tasks/task_record.h"

namespace fatou::engines {

using Seconds = std::chrono::duration<double>;

// Pure sums over the records of a run. Tasks without stamps (aborted, lost) are skipped; with
// none left, times are 0 and ratios are 0.

// Sum over tasks of (completed - started): what one engine would have needed.
Seconds serialTime(std::span<const TaskRecord> tasks);

// max(received) - min(submitted): what the caller waited.
Seconds wallTime(std::span<const TaskRecord> tasks);

// serialTime / wallTime.
double speedup(std::span<const TaskRecord> tasks);

// speedup / number of engines that ran at least one task; 1 is perfect.
double efficiency(std::span<const TaskRecord> tasks);

}  // namespace fatou::engines

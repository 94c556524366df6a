// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/render/renderer.h"
#include "ui/console/cell_runner.h"

namespace fatou::ui {

// Where tasks come from.
struct TaskOrigin {
  CellRunId run = 0;
  engines::Clock::time_point started{};
  std::span<const std::int64_t> numbers{};  // of a balanced cell, one an item; else empty
};

// Tasks of a cell as a run of engines, so that the timeline of pictures shows them, with names.
// Tasks that never ran are left out.
render::RunRecord taskBands(std::span<const engines::TaskRecord> tasks, const TaskOrigin& origin);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/engines/async_result.h"
#include "core/render/band_watch.h"
#include "core/render/renderer.h"
#include "ui/console/cell_runner.h"
#include "ui/console/task_bands.h"
#include "ui/console/watch_number.h"

namespace fatou::ui {

// The tasks of a cell on engines are there to be looked at.
struct CellTasksBegun {
  CellRunId run = 0;
  int engines = 1;  // that may take part
  engines::Clock::time_point started{};
  std::shared_ptr<const render::BandWatch> watch{};  // what each engine computes
};

// Gets what is told of a cell's tasks while they run, on the thread that runs the cell: those that
// have ended come together, some 30 times a second, so that thousands of short tasks do not become
// thousands of calls.
struct CellTaskSinks {
  std::function<void(CellTasksBegun begun)> begun{};
  std::function<void(std::vector<render::BandRecord> tasks)> ended{};
};

// Lets whoever looks on know what the engines compute, for as long as it lives.
class LookedOn {
 public:
  LookedOn(CellRunId run, std::size_t count, engines::Clock::time_point started,
           const CellTaskSinks& sinks);

  // What its tasks carry, see WatchNumber.
  std::uint64_t number() const { return m_number.number(); }

 private:
  const std::shared_ptr<render::BandWatch> m_watch = std::make_shared<render::BandWatch>();
  const WatchNumber m_number{m_watch};
};

// Waits until all tasks of a result have ended. Meanwhile `ended` gets those that have, each once,
// as bands: all of about a thirtieth of a second at a time. Those that ended since are left to
// whoever looks at the result.
void followTasks(const engines::UntypedResult& answer, const TaskOrigin& origin,
                 const std::function<void(std::vector<render::BandRecord>)>& ended);

}  // namespace fatou::ui

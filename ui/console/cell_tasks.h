// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include <QString>

#include "core/base/result.h"
#include "core/engines/tasks/engine.h"
#include "core/engines/tasks/task_failure.h"
#include "core/python/py_value.h"
#include "core/python/python_calls.h"
#include "core/python/value_codec.h"
#include "ui/console/cell_runner.h"

namespace fatou::ui {

// What engines run for the console: resources/python/console/cell.py, hidden from tracebacks. The
// Error says that this program has not.
Result<std::string> cellSupport();
// What makes `explorer` in an interpreter, where the window answers at the socket `path`.
Result<std::string> explorerSupport(const QString& path);

// A cell as a task for every view of Python engines. Its value is the repr of the last line, or
// None.
struct RunCell {
  std::string support;
  std::string text;
  std::string name;         // what tracebacks call it
  std::uint64_t watch = 0;  // the WatchNumber of who looks on; 0: nobody

  python::PyValue operator()(engines::Engine& engine) const;
  // The same with a number, which the cell finds as `i`.
  python::PyValue operator()(engines::Engine& engine, const python::PyValue& i) const;

  static constexpr auto kFields =
      std::tuple(&RunCell::support, &RunCell::text, &RunCell::name, &RunCell::watch);
};

// What tracebacks call the cell of a run.
std::string cellName(CellRunId run);
// The failure of a cell of that name, with the line that it happened in.
CellError cellError(const engines::TaskFailure& failure, const std::string& name, int engine);

}  // namespace fatou::ui

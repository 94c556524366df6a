// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/engines/tasks/engine.h"
#include "core/python/python_calls.h"

namespace fatou::python {

// The Python of an engine that is no Python process itself, such as a rank of an MPI job: what
// detail::ask() asks on this thread while this lives. It is started on the engine's machine when it
// is first needed, kept with the engine's cache, and started anew after it has died.
class OwnPython {
 public:
  // `program` as in findInterpreter(). Throws engines::EngineError where it cannot be started.
  OwnPython(engines::Engine& engine, const std::string& program);
  ~OwnPython();
  OwnPython(const OwnPython&) = delete;
  OwnPython& operator=(const OwnPython&) = delete;

  // What it has printed on stream 1 or 2 since this was last asked.
  std::string takeOutput(int stream);

 private:
  struct Running;
  struct Kept;

  std::shared_ptr<Kept> m_kept;
  std::optional<InterpreterScope> m_scope;
};

}  // namespace fatou::python

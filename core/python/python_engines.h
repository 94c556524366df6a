// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/engines/engine_source.h"

namespace fatou::python {

// What a Python engine runs, which programs have as resources: see fatou_add_python() in
// resources/cmake. The Error says that this program has not.
Result<std::string> engineText();

struct PythonOptions {
  std::string program{};  // a path or a name, see findInterpreter()
  // Gets what an engine prints, as it comes: stream 1 is its standard output, 2 its standard error.
  // Called on threads of the engines, at the same time for different ones. An engine that dies
  // while its client goes may call it a moment later: it holds what it needs.
  std::function<void(engines::EngineId engine, int stream, std::string_view text)> output{};
  // Gets a sentence when an engine was lost, on a thread of the engine.
  std::function<void(const std::string& sentence)> notice{};
};

// Engines that are Python processes of the user's own Python. One that dies is replaced by another,
// which knows none of its names, unless several have ended while none has answered. See
// python_calls.h for what they are asked.
engines::EngineSource pythonEngines(PythonOptions options);

}  // namespace fatou::python

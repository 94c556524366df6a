// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/engines/load_balanced_view.h"
#include "core/engines/tasks/engine.h"
#include "core/python/py_value.h"

namespace fatou::python {

// What the request "tasks" says beside its calls, see resources/python/PROTOCOL.md. All throw
// Refusal for what says something else.

// The functions that calls may have by their number.
std::vector<PyValue> functionsOf(const PyDict& options);
// The call with its function in the place of the function's number.
PyValue withFunction(const PyValue& call, const std::vector<PyValue>& functions);
// Differs for calls of different functions; of several calls it goes by the first.
std::uint64_t functionNumber(const std::vector<PyValue>& calls);
// How balanced tasks are to run, without what they depend on: each call is a task.
engines::BalancedOptions balancedOptions(const PyDict& options);
std::vector<engines::EngineId> engineIds(const PyValue& value);

}  // namespace fatou::python

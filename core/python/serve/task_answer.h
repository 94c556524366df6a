// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/engines/tasks/task_failure.h"
#include "core/engines/tasks/task_record.h"
#include "core/python/py_value.h"

namespace fatou::python {

// What a client in another language is told of a task, as resources/python/PROTOCOL.md has it.

// (engine, submitted, started, completed, received, cpu): stamps in nanoseconds of the steady
// clock.
PyValue recordValue(const engines::TaskRecord& task);

// (record, status, type, text, traceback).
PyValue failureValue(const PyValue& record, const std::string& status, const std::string& type,
                     const std::string& text, const std::string& traceback = {});
PyValue failureValueOf(const engines::TaskRecord& task, const engines::TaskFailure& failure);

}  // namespace fatou::python

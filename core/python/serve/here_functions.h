// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/engines/tasks/engine.h"
#include "core/python/py_value.h"

namespace fatou::python {

// A function of C++ that engines which are threads or ranks have under a name, so that a client in
// another language can call it.
struct HereFunction {
  std::string_view name;
  std::string_view about;  // a line: arguments and value
  PyValue (*call)(engines::Engine& engine, const std::vector<PyValue>& arguments);
};

// All of them, by name.
std::span<const HereFunction> hereFunctions();

// Calls one. Throws engines::NameError where there is none of that name, and what the function
// throws: std::invalid_argument for arguments that it does not take.
PyValue callHere(engines::Engine& engine, const std::string& name,
                 const std::vector<PyValue>& arguments);

}  // namespace fatou::python

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <tuple>

#include "core/engines/tasks/call_table.h"
#include "core/engines/tasks/engine.h"
#include "core/python/py_value.h"
#include "core/python/value_codec.h"

namespace fatou::python {

// What clients in another language ask of an engine: tuples of a word and what belongs to it, as
// resources/python/PROTOCOL.md has them under "Calls". A task function like any other, of one call.
struct ServedCalls {
  bool isForPython = false;  // else for an engine that runs C++
  // The engine is no Python and has to start one of its own, `program`. What the call gives is a
  // tuple then: its value, and what was printed on stdout and stderr, as bytes.
  bool startsPython = false;
  std::string program{};

  // Throws engines::ForeignError for what Python raises, std::invalid_argument for a call that is
  // none or that this kind of engine cannot do, NameError and what a function throws.
  PyValue operator()(engines::Engine& engine, const PyValue& call) const;
  // Asks Python before the call's turn, where one question is all that there is to it.
  std::optional<engines::Begun<PyValue>> begin(const PyValue& call) const;

  static constexpr auto kFields =
      std::tuple(&ServedCalls::isForPython, &ServedCalls::startsPython, &ServedCalls::program);
};

}  // namespace fatou::python

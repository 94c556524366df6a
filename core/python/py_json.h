// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/python/py_value.h"

namespace fatou::python {

// A value as JSON on one line, as Python's json module writes it (NaN and Infinity among the
// numbers); numbers of numpy as numbers, arrays as lists in lists, tuples as lists. Numbers keep
// all of their digits. The Error says what JSON has not: bytes, complex, a key that is no text.
Result<std::string> jsonText(const PyValue& value);

}  // namespace fatou::python

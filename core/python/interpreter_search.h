// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/result.h"

namespace fatou::python {

// The Python that engines run: the one that is chosen, as a path or a name to be looked for in
// PATH; else that of FATOU_PYTHON, of the virtual environment that is active, the first python3 in
// PATH, or /usr/bin/python3. A path; the Error says what to install or to choose.
Result<std::string> findInterpreter(const std::string& chosen = {});

}  // namespace fatou::python

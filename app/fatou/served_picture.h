// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/python/serve/server.h"

namespace fatou::app {

// Computes J of the picture that these words of `fatou render` describe, into memory that another
// process can have without a copy. Throws python::Refusal with the words' complaint.
python::ServeProgram::Picture servedPicture(const std::vector<std::string>& words,
                                            const python::ServeProgram::Progress& progress,
                                            const std::stop_token& stop);

}  // namespace fatou::app

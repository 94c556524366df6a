// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/result.h"

namespace fatou::tests {

inline bool says(const Error& error, const char* part) {
  return error.message.find(part) != std::string::npos;
}

}  // namespace fatou::tests

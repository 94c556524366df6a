// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <source_location>

namespace fatou {

// Prints the place and the broken expectation, then aborts.
[[noreturn]] void checkFailed(const char* expectation, std::source_location place);

}  // namespace fatou

// Stops the program on a bug of ours. Bad input and failed tasks are values, never a CHECK.
#define FATOU_CHECK(condition)  \
  (static_cast<bool>(condition) \
       ? void()                 \
       : ::fatou::checkFailed(#condition, std::source_location::current()))

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace fatou {

void checkFailed(const char* expectation, std::source_location place) {
  std::fprintf(stderr, "%s:%u: in %s: expected %s\n", place.file_name(), place.line(),
               place.function_name(), expectation);
  std::abort();
}

}  // namespace fatou

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/engine_info.h"

#include <array>
#include <unistd.h>
#include <utility>

namespace fatou::engines {

EngineInfo engineInfoHere(std::string kind) {
  std::array<char, 256> host{};
  static_cast<void>(::gethostname(host.data(), host.size() - 1));  // empty where there is none
  return {.kind = std::move(kind), .host = host.data(), .process = ::getpid()};
}

}  // namespace fatou::engines

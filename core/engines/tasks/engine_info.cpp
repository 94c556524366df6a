// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/engine_info.h"

#include <array>
#include <unistd.h>
#include <utility>

#include "core/base/check.h"

namespace fatou::engines {

std::string toString(EngineKind kind) {
  switch (kind) {
    case EngineKind::PoolThread:
      return "pool thread";
    case EngineKind::StdThread:
      return "std thread";
    case EngineKind::Loopback:
      return "loopback";
  }
  FATOU_CHECK(!"an engine kind");
  return {};
}

EngineInfo engineInfoHere(std::string kind) {
  std::array<char, 256> host{};
  static_cast<void>(::gethostname(host.data(), host.size() - 1));  // empty where there is none
  return {.kind = std::move(kind), .host = host.data(), .process = ::getpid()};
}

bool isOnThisHost(const EngineInfo& engine) {
  return engine.host.empty() || engine.host == engineInfoHere({}).host;
}

}  // namespace fatou::engines

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/engines/tasks/task_record.h"

namespace fatou::engines {

// The kinds that a cluster makes by itself. Each runs engines in this process, so a crashing task
// takes it along.
enum class EngineKind {
  PoolThread,  // a QThreadPool of one thread, which never expires
  StdThread,   // a std::jthread, which a thread sanitizer can follow
  Loopback     // a thread spoken to as if it were elsewhere: what it runs must be sendable
};

std::string toString(EngineKind kind);

// The facts about an engine that are known without asking it.
struct EngineInfo {
  EngineId id = kNoEngine;
  std::string kind{};  // "pool thread", "std thread", "loopback"; who adds one names his own
  std::string host{};
  std::int64_t process = 0;
  double speed = 1;          // compared with the engines of this process
  std::string simdTarget{};  // what the program's kernels use there, where that is known

  friend bool operator==(const EngineInfo&, const EngineInfo&) = default;
};

// Describes an engine in this process, without its id.
EngineInfo engineInfoHere(std::string kind);

// True for an engine on this host; one whose host is unknown counts as here.
bool isOnThisHost(const EngineInfo& engine);

}  // namespace fatou::engines

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "core/engines/tasks/engine_info.h"

namespace fatou::engines {

// The thread that is one engine, or that stands for one elsewhere: runs its jobs one at a time, in
// the order posted, never on the thread that posts. Nothing above knows which kind it has.
//
// Destruction lets the running job finish and destroys the others without running them.
class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(std::function<void()> job) = 0;
};

// Throws std::system_error where no thread can be started. For EngineKind::Loopback it is the
// thread here that stands for the engine.
std::unique_ptr<Executor> makeExecutor(EngineKind kind);

}  // namespace fatou::engines

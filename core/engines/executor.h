// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

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

// The kinds that a cluster makes by itself. Each runs engines in this process, so a crashing task
// takes it along.
enum class EngineKind {
  PoolThread,  // a QThreadPool of one thread, which never expires
  StdThread,   // a std::jthread, which a thread sanitizer can follow
  Loopback     // a thread spoken to as if it were elsewhere: what it runs must be sendable
};

std::string toString(EngineKind kind);
// Throws std::system_error where no thread can be started. A loopback engine's stands for it.
std::unique_ptr<Executor> makeExecutor(EngineKind kind);

}  // namespace fatou::engines

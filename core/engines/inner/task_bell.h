// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include "core/engines/inner/untyped_result.h"

namespace fatou::engines {

// Tasks ring it when they have ended, so that somebody can wait for any of several.
class TaskBell {
 public:
  void ringFor(const UntypedResult& result) const;

  // Throws EngineError where the caller is a task of the engines that the result comes from.
  static void requireMayWait(const UntypedResult& result);
  // Looks each time it is rung; false when stopped first.
  bool wait(const std::stop_token& stop, const std::function<bool()>& arrived) const;

 private:
  struct Bell {
    std::mutex mutex;
    std::condition_variable_any rung;
  };
  // It outlives the visit when tasks do.
  std::shared_ptr<Bell> m_bell = std::make_shared<Bell>();
};

}  // namespace fatou::engines

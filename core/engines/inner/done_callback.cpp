// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/done_callback.h"

#include <atomic>
#include <exception>
#include <memory>
#include <thread>
#include <utility>

#include <QDebug>

#include "core/engines/tasks/task_failure.h"

namespace fatou::engines {
namespace {

void callAndLog(const std::function<void()>& callback) {
  try {
    callback();
  } catch (...) {
    const auto failure = describe(std::current_exception(), kNoEngine, "whenDone");
    qWarning("a callback of a result has thrown: %s", failure->message.c_str());
  }
}

}  // namespace

void callWhenDone(const TaskRange& range, std::function<void()> callback) {
  // A result that is ready calls at once, on this thread, while this flag is set.
  const auto registering = std::make_shared<std::atomic<bool>>(true);
  bool thereAlready = false;
  const auto call = std::make_shared<const std::function<void()>>(std::move(callback));
  range.whenComplete([call, registering, &thereAlready, caller = std::this_thread::get_id()] {
    if (*registering && std::this_thread::get_id() == caller)
      thereAlready = true;
    else
      callAndLog(*call);
  });
  *registering = false;
  if (thereAlready) std::thread([call] { callAndLog(*call); }).detach();
}

}  // namespace fatou::engines

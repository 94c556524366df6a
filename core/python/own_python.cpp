// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/own_python.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <mutex>
#include <poll.h>
#include <string_view>
#include <sys/eventfd.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

#include "core/engines/tasks/errors.h"
#include "core/python/interpreter_search.h"
#include "core/python/python_engines.h"

namespace fatou::python {
namespace {

std::string orThrow(const Result<std::string>& found) {
  if (!found) throw engines::EngineError(found.error().message);
  return found.value();
}

struct OwnPythonRecipe {
  std::string program;
  bool operator==(const OwnPythonRecipe&) const = default;
};

}  // namespace

// An interpreter, and a thread that empties its pipe: a program that a task has started would wait
// for room there, and the task for the program.
struct OwnPython::Running {
  Running(const std::string& program, OutputSink sink)
      : interpreter(orThrow(findInterpreter(program)), orThrow(engineText()), std::move(sink)),
        end(::eventfd(0, EFD_CLOEXEC)) {
    if (!end.isOpen())
      throw std::system_error(errno, std::generic_category(), "no descriptor is left");
    drain = std::thread([this] { drainPipe(); });
  }
  ~Running() {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(end.number(), &one, sizeof one));
    drain.join();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void drainPipe() {
    std::array<pollfd, 2> both{
        {{end.number(), POLLIN, 0}, {interpreter.process().output(), POLLIN, 0}}};
    for (;;) {
      if (::poll(both.data(), both.size(), -1) < 0) continue;
      if (both[0].revents != 0) return;
      interpreter.passOutput();
      if ((both[1].revents & (POLLHUP | POLLERR)) != 0) both[1].fd = -1;
    }
  }

  Interpreter interpreter;
  Descriptor end;
  std::thread drain;
};

struct OwnPython::Kept {
  void put(int stream, std::string_view text) {
    const std::scoped_lock lock(mutex);
    printed.at(stream == 1 ? 0 : 1) += text;
  }

  std::mutex mutex;
  std::array<std::string, 2> printed;
  std::unique_ptr<Running> running;  // last: its threads use what is above
};

OwnPython::OwnPython(engines::Engine& engine, const std::string& program) : m_engine(engine.id()) {
  using Holder = std::shared_ptr<Kept>;
  m_kept = *engine.cache().get<Holder>(OwnPythonRecipe{program}, [] {
    return std::make_shared<const Holder>(std::make_shared<Kept>());
  });
  if (!m_kept->running)
    m_kept->running = std::make_unique<Running>(
        program,
        [kept = m_kept.get()](int stream, std::string_view text) { kept->put(stream, text); });
  m_scope.emplace(m_kept->running->interpreter);
}

OwnPython::~OwnPython() {
  const bool isLost = !m_scope->lost().empty();
  m_scope.reset();
  if (isLost) m_kept->running.reset();
}

OwnAnswer OwnPython::answer(const std::function<PyValue()>& work) {
  try {
    PyValue value = work();
    return {
        .value = std::move(value), .engine = m_engine, .out = takeOutput(1), .err = takeOutput(2)};
  } catch (const InterpreterLost& lost) {
    throw engines::EngineError("the Python of engine " + std::to_string(m_engine) + " was lost, " +
                               lost.what() +
                               "; the next call starts another, which knows none of its names");
  }
}

std::string OwnPython::takeOutput(int stream) {
  const std::scoped_lock lock(m_kept->mutex);
  return std::exchange(m_kept->printed.at(stream == 1 ? 0 : 1), {});
}

}  // namespace fatou::python

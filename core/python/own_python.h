// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>

#include "core/engines/tasks/engine.h"
#include "core/python/python_calls.h"

namespace fatou::python {

// What the Python of an engine gives for a task, and what it has printed since it was last asked.
struct OwnAnswer {
  PyValue value{};
  engines::EngineId engine = engines::kNoEngine;
  std::string out{};
  std::string err{};

  static constexpr auto kFields =
      std::tuple(&OwnAnswer::value, &OwnAnswer::engine, &OwnAnswer::out, &OwnAnswer::err);
};

// The Python of an engine that is no Python process itself, such as a rank of an MPI job: what
// detail::ask() asks on this thread while this lives. It is started on the engine's machine when it
// is first needed, kept with the engine's cache, and started anew after it has died.
class OwnPython {
 public:
  // `program` as in findInterpreter(). Throws engines::EngineError where it cannot be started.
  OwnPython(engines::Engine& engine, const std::string& program);
  ~OwnPython();
  OwnPython(const OwnPython&) = delete;
  OwnPython& operator=(const OwnPython&) = delete;

  // What the work, which asks on this thread, gives. What is printed by work that throws comes with
  // the next answer, unless it is taken. Throws engines::EngineError where the Python is lost.
  OwnAnswer answer(const std::function<PyValue()>& work);
  // What it has printed on stream 1 or 2 since this was last asked.
  std::string takeOutput(int stream);

 private:
  struct Running;
  struct Kept;

  engines::EngineId m_engine;
  std::shared_ptr<Kept> m_kept;
  std::optional<InterpreterScope> m_scope;
};

// A task of python_calls.h for engines that are no Python: each starts one of its own, `program`,
// and has it do the task.
//
//   client[0].applySync(InOwnPython<Execute>{.task = {"print(1 + 1)"}}).out == "2\n"
template <typename Task>
struct InOwnPython {
  Task task{};
  std::string program{};  // as in findInterpreter(), on the engine's machine

  template <typename... Args>
  OwnAnswer operator()(engines::Engine& engine, const Args&... args) const {
    return OwnPython(engine, program).answer([&]() -> PyValue {
      if constexpr (std::is_void_v<decltype(task(engine, args...))>) {
        task(engine, args...);
        return {};
      } else {
        return task(engine, args...);
      }
    });
  }

  static constexpr auto kFields = std::tuple(&InOwnPython::task, &InOwnPython::program);
};

}  // namespace fatou::python

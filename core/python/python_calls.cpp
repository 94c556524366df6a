// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_calls.h"

#include <chrono>
#include <cstdint>

#include "core/engines/tasks/errors.h"

namespace fatou::python {
namespace {

thread_local InterpreterScope* scopeOfThread = nullptr;

}  // namespace

InterpreterScope::InterpreterScope(Interpreter& interpreter) : m_interpreter(interpreter) {
  scopeOfThread = this;
}

InterpreterScope::~InterpreterScope() {
  scopeOfThread = nullptr;
}

template <typename Call>
PyValue InterpreterScope::waitFor(engines::Engine& engine, const Call& call) {
  std::chrono::nanoseconds cpuTime{0};
  try {
    PyValue value = call(cpuTime);
    engine.setCpuTime(cpuTime);
    return value;
  } catch (const InterpreterLost& lost) {
    m_lost = lost.what();
    throw;
  } catch (...) {
    engine.setCpuTime(cpuTime);
    throw;
  }
}

PyValue detail::ask(engines::Engine& engine, const char* operation, PyTuple arguments) {
  InterpreterScope* const scope = scopeOfThread;
  if (scope == nullptr)
    throw engines::EngineError("engine " + std::to_string(engine.id()) +
                               " is no Python: a function of Python needs Python engines");
  return scope->waitFor(engine, [&](std::chrono::nanoseconds& cpuTime) {
    return scope->m_interpreter.call(operation, std::move(arguments), engine.stopToken(), cpuTime);
  });
}

std::optional<engines::Begun<PyValue>> detail::askAhead(const char* operation, PyTuple arguments) {
  if (scopeOfThread == nullptr) return std::nullopt;
  Interpreter* const interpreter = &scopeOfThread->m_interpreter;
  std::uint64_t task = 0;
  try {
    task = interpreter->begin(operation, std::move(arguments));
  } catch (const InterpreterLost&) {  // noticed in its turn: what was asked before may be answered
  }
  if (task == 0) return std::nullopt;
  // It is finished in another scope of the same interpreter.
  const auto finish = [task](engines::Engine& engine) {
    InterpreterScope* const scope = scopeOfThread;
    return scope->waitFor(engine, [&](std::chrono::nanoseconds& cpuTime) {
      return scope->m_interpreter.finish(task, engine.stopToken(), cpuTime);
    });
  };
  return engines::Begun<PyValue>{
      .finish = finish, .stop = [interpreter, task] { interpreter->process().askToStop(task); }};
}

PyValue PythonFunction::call(engines::Engine& engine, PyTuple arguments) const {
  return detail::ask(engine, "call",
                     PyTuple{{PyTuple{{how, name, text}}, std::move(arguments), keywords}});
}

std::optional<engines::Begun<PyValue>> PythonFunction::beginCall(PyTuple arguments) const {
  return detail::askAhead("call",
                          PyTuple{{PyTuple{{how, name, text}}, std::move(arguments), keywords}});
}

void Execute::operator()(engines::Engine& engine) const {
  detail::ask(engine, "execute", PyTuple{{text, name}});
}

void RunFile::operator()(engines::Engine& engine) const {
  detail::ask(engine, "run", PyTuple{{PyValue(path)}});
}

void Import::operator()(engines::Engine& engine) const {
  PyTuple names;
  for (const std::string& module : modules) names.items.emplace_back(module);
  detail::ask(engine, "import", std::move(names));
}

void Push::operator()(engines::Engine& engine) const {
  detail::ask(engine, "push", PyTuple{{names}});
}

PyValue Pull::operator()(engines::Engine& engine) const {
  return detail::ask(engine, "pull", PyTuple{{PyValue(name)}});
}

PyValue Names::operator()(engines::Engine& engine) const {
  return detail::ask(engine, "names", {});
}

void Forget::operator()(engines::Engine& engine) const {
  detail::ask(engine, "forget", {});
}

void Keep::operator()(engines::Engine& engine, const PyValue& part) const {
  PyDict names;
  names.add(name, part);
  detail::ask(engine, "push", PyTuple{{PyValue(std::move(names))}});
}

engines::AsyncResult<std::monostate, engines::Each> scatter(const engines::DirectView& view,
                                                            const std::string& name,
                                                            const PyValue& whole, bool flatten) {
  const std::size_t count = view.targets().size();
  return view.mapShares({.shares = std::vector<std::size_t>(count, 1)}, Keep{name},
                        partsOf(whole, count, flatten));
}

PyValue gather(const engines::DirectView& view, const std::string& name) {
  return joined(view.applySync(Pull{name}));
}

}  // namespace fatou::python

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "core/engines/direct_view.h"
#include "core/engines/tasks/call_table.h"
#include "core/engines/tasks/engine.h"
#include "core/python/interpreter.h"
#include "core/python/value_codec.h"

namespace fatou::python {

// What the views of Python engines are given to call. These are task functions like any other, so
// that views, results, retries and records are those of all engines:
//
//   client.directView().applySync(Execute{"import math; a = 3"});
//   client.loadBalancedView().map(PythonFunction::named("math.sqrt"), std::vector<PyValue>{4, 9});
//   client.directView().applySync(Pull{"a"});
//
// A sendable C++ function may be given to the same views: it runs in this process, on the thread
// that stands for the engine, in its turn among the calls of Python, and has a namespace of its
// own. On an engine of another kind these functions fail with a sentence.

namespace detail {

// Has the Python of this engine do something. Throws EngineError on an engine of another kind.
PyValue ask(engines::Engine& engine, const char* operation, PyTuple arguments);
// Asks for it before its turn; nothing where that is not possible.
std::optional<engines::Begun<PyValue>> askAhead(const char* operation, PyTuple arguments);

}  // namespace detail

// A function of Python: f(args...) with positional arguments, and keyword arguments beside them. An
// argument that is a PyReference is the engine's own value of that name.
struct PythonFunction {
  std::string how = "name";
  std::string name;
  std::string text;
  PyValue keywords = PyDict{};

  // One that the engine knows, has imported or can import: "f", "math.sqrt".
  static PythonFunction named(std::string which) { return {.name = std::move(which)}; }
  // One that this source defines under this name; it is compiled once on each engine.
  static PythonFunction ofSource(std::string which, std::string source) {
    return {.how = "source", .name = std::move(which), .text = std::move(source)};
  }
  // One of a script, which runs once on each engine, not as the main program.
  static PythonFunction ofFile(std::string which, std::string path) {
    return {.how = "file", .name = std::move(which), .text = std::move(path)};
  }

  template <typename... Args>
  requires(std::convertible_to<const Args&, PyValue>&&...) PyValue operator()(
      engines::Engine& engine, const Args&... args) const {
    return call(engine, PyTuple{std::vector<PyValue>{PyValue(args)...}});
  }

  template <typename... Args>
  requires(std::convertible_to<const Args&, PyValue>&&...)
      std::optional<engines::Begun<PyValue>> begin(const Args&... args)
  const { return beginCall(PyTuple{std::vector<PyValue>{PyValue(args)...}}); }

  static constexpr auto kFields = std::tuple(&PythonFunction::how, &PythonFunction::name,
                                             &PythonFunction::text, &PythonFunction::keywords);

 private:
  PyValue call(engines::Engine& engine, PyTuple arguments) const;
  std::optional<engines::Begun<PyValue>> beginCall(PyTuple arguments) const;
};

// Runs statements in the engine's namespace. `name` is what tracebacks call them.
struct Execute {
  std::string text;
  std::string name = "<cell>";
  void operator()(engines::Engine& engine) const;
  static constexpr auto kFields = std::tuple(&Execute::text, &Execute::name);
};

// Runs a script in the engine's namespace, as the main program.
struct RunFile {
  std::string path;
  void operator()(engines::Engine& engine) const;
  static constexpr auto kFields = std::tuple(&RunFile::path);
};

struct Import {
  std::vector<std::string> modules;
  void operator()(engines::Engine& engine) const;
  static constexpr auto kFields = std::tuple(&Import::modules);
};

// Defines the names that are the dictionary's keys.
struct Push {
  PyValue names;
  void operator()(engines::Engine& engine) const;
  static constexpr auto kFields = std::tuple(&Push::names);
};

// The value of a name, or of an expression.
struct Pull {
  std::string name;
  PyValue operator()(engines::Engine& engine) const;
  static constexpr auto kFields = std::tuple(&Pull::name);
};

// The names of the engine as a list of (name, type, shape or length, first letters).
struct Names {
  PyValue operator()(engines::Engine& engine) const;
};

// Forgets all names.
struct Forget {
  void operator()(engines::Engine& engine) const;
};

// Defines a name as what it is called with: its engine's part of a whole.
struct Keep {
  std::string name;
  void operator()(engines::Engine& engine, const PyValue& part) const;
  static constexpr auto kFields = std::tuple(&Keep::name);
};

// A list, a tuple or an array by rows, cut into so many contiguous parts by the block formula;
// lists for lists and tuples. With `flatten` a part of one item is that item itself. Throws
// std::invalid_argument for another value.
std::vector<PyValue> partsOf(const PyValue& whole, std::size_t count, bool flatten = false);
// What partsOf() had cut. Throws engines::ShapeError for parts that do not fit together.
PyValue joined(const std::vector<PyValue>& parts);

// Cuts the whole over the view's engines, under a name; and puts what they have there together.
engines::AsyncResult<std::monostate, engines::Each> scatter(const engines::DirectView& view,
                                                            const std::string& name,
                                                            const PyValue& whole,
                                                            bool flatten = false);
PyValue gather(const engines::DirectView& view, const std::string& name);

// Makes an interpreter the one that ask() asks on this thread, while it lives.
class InterpreterScope {
 public:
  explicit InterpreterScope(Interpreter& interpreter);
  ~InterpreterScope();
  InterpreterScope(const InterpreterScope&) = delete;
  InterpreterScope& operator=(const InterpreterScope&) = delete;

  // Why the interpreter was lost in a call, or nothing.
  const std::string& lost() const { return m_lost; }

 private:
  friend PyValue detail::ask(engines::Engine& engine, const char* operation, PyTuple arguments);
  friend std::optional<engines::Begun<PyValue>> detail::askAhead(const char* operation,
                                                                 PyTuple arguments);

  // Waits for what a call gives, and notes what becomes of the interpreter.
  template <typename Call>
  PyValue waitFor(engines::Engine& engine, const Call& call);

  Interpreter& m_interpreter;
  std::string m_lost;
};

}  // namespace fatou::python

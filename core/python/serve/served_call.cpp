// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/served_call.h"

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "core/engines/tasks/task_failure.h"
#include "core/python/own_python.h"
#include "core/python/python_calls.h"
#include "core/python/serve/here_functions.h"

namespace fatou::python {
namespace {

using Items = std::vector<PyValue>;

// A part of a call as a T. Throws where it is something else.
template <typename T>
const T& part(const Items& call, std::size_t place, const char* wanted) {
  const T* found = place < call.size() ? call[place].as<T>() : nullptr;
  if (found == nullptr)
    throw std::invalid_argument(std::string("a call has no ") + wanted + " where it should");
  return *found;
}

const std::string& textPart(const Items& call, std::size_t place, const char* wanted) {
  return part<std::string>(call, place, wanted);
}

const Items& tuplePart(const Items& call, std::size_t place, const char* wanted) {
  return part<PyTuple>(call, place, wanted).items;
}

PyTuple itemOf(const PyValue& value) {
  const auto* item = value.as<PyTuple>();
  if (item == nullptr) throw std::invalid_argument("an item of a map is no tuple");
  return *item;
}

// (True, value) or (False, (type, text, traceback)): what became of an item.
template <typename Function>
PyValue outcomeOf(const engines::Engine& engine, const Function& function) {
  try {
    return PyTuple{{PyValue(true), function()}};
  } catch (const engines::TaskAborted&) {
    throw;
  } catch (const engines::EngineError&) {
    throw;
  } catch (...) {
    const auto failure = engines::describe(std::current_exception(), engine.id(), "map");
    PyTuple why{{PyValue(failure->typeName), PyValue(failure->message), PyValue("")}};
    return PyTuple{{PyValue(false), PyValue(std::move(why))}};
  }
}

// --- engines that are a Python -------------------------------------------------------------------

struct Question {
  const char* operation;
  Items arguments;
};

// What a call asks of Python; nothing for "pull", which asks for each name.
std::optional<Question> questionOf(const std::string& word, const Items& call) {
  if (word == "call")
    return Question{"call",
                    {part<PyTuple>(call, 1, "function"), part<PyTuple>(call, 2, "arguments"),
                     part<PyDict>(call, 3, "named arguments")}};
  if (word == "map")
    return Question{"map",
                    {part<PyTuple>(call, 1, "function"), part<PyList>(call, 2, "list of items")}};
  if (word == "execute")
    return Question{"execute", {textPart(call, 1, "text"), textPart(call, 2, "name of a file")}};
  if (word == "push") return Question{"push", {part<PyDict>(call, 1, "names")}};
  if (word == "clear") return Question{"forget", {}};
  return std::nullopt;
}

PyValue runInPython(engines::Engine& engine, const std::string& word, const Items& call) {
  if (auto question = questionOf(word, call))
    return detail::ask(engine, question->operation, PyTuple{std::move(question->arguments)});
  PyList values;
  for (const PyValue& name : part<PyList>(call, 1, "names").items)
    values.items.push_back(detail::ask(engine, "pull", PyTuple{{name}}));
  return values;
}

// --- engines that run C++ ------------------------------------------------------------------------

// The value with the engine's own in the place of references.
PyValue resolvedHere(const engines::Engine& engine, const PyValue& value);

Items resolvedItems(const engines::Engine& engine, const Items& items) {
  Items resolved;
  resolved.reserve(items.size());
  for (const PyValue& item : items) resolved.push_back(resolvedHere(engine, item));
  return resolved;
}

PyValue resolvedHere(const engines::Engine& engine, const PyValue& value) {
  if (const auto* reference = value.as<PyReference>()) return engine.get<PyValue>(reference->name);
  if (value.as<PyFunction>() != nullptr)
    throw std::invalid_argument(
        "the engine runs C++, and a function of Python is no argument there: use "
        "Client(4, kind=\"python\")");
  if (const auto* list = value.as<PyList>()) return PyList{resolvedItems(engine, list->items)};
  if (const auto* tuple = value.as<PyTuple>()) return PyTuple{resolvedItems(engine, tuple->items)};
  if (const auto* dict = value.as<PyDict>())
    return PyDict{dict->keys, resolvedItems(engine, dict->values)};
  return value;
}

const std::string& functionName(const Items& call) {
  const Items& function = tuplePart(call, 1, "function");
  if (textPart(function, 0, "kind of function") != "name")
    throw std::invalid_argument(
        "the engine runs C++, and cannot run a function of Python: use Client(4, kind=\"python\"), "
        "or the name of a function that client.functions lists");
  return textPart(function, 1, "function's name");
}

PyValue mapHere(engines::Engine& engine, const Items& call) {
  const std::string& name = functionName(call);
  PyList outcomes;
  for (const PyValue& item : part<PyList>(call, 2, "list of items").items)
    outcomes.items.push_back(outcomeOf(
        engine, [&] { return callHere(engine, name, resolvedItems(engine, itemOf(item).items)); }));
  return outcomes;
}

PyValue callFunctionHere(engines::Engine& engine, const Items& call) {
  if (!part<PyDict>(call, 3, "named arguments").keys.empty())
    throw std::invalid_argument("a function of C++ has no named arguments: give them by place");
  return callHere(engine, functionName(call),
                  resolvedItems(engine, tuplePart(call, 2, "arguments")));
}

PyValue pushHere(engines::Engine& engine, const PyDict& names) {
  for (std::size_t i = 0; i < names.keys.size(); ++i) {
    const auto* name = names.keys[i].as<std::string>();
    if (name == nullptr) throw std::invalid_argument("a name that is pushed is no str");
    engine.set(*name, engines::Value(resolvedHere(engine, names.values[i])));
  }
  return {};
}

PyValue runHere(engines::Engine& engine, const std::string& word, const Items& call) {
  if (word == "call") return callFunctionHere(engine, call);
  if (word == "map") return mapHere(engine, call);
  if (word == "push") return pushHere(engine, part<PyDict>(call, 1, "names"));
  if (word == "execute")
    throw std::invalid_argument(
        "the engine runs C++, and cannot execute Python: use Client(4, kind=\"python\")");
  if (word == "clear") {
    engine.clear();
    return {};
  }
  PyList values;
  for (const PyValue& name : part<PyList>(call, 1, "names").items) {
    const auto* text = name.as<std::string>();
    if (text == nullptr) throw std::invalid_argument("a name that is pulled is no str");
    values.items.push_back(engine.get<PyValue>(*text));
  }
  return values;
}

// The same on an engine that is no Python: by one that it starts.
PyValue runInOwnPython(engines::Engine& engine, const std::string& program, const std::string& word,
                       const Items& call) {
  OwnPython python(engine, program);
  try {
    OwnAnswer answer = python.answer([&] { return runInPython(engine, word, call); });
    return PyTuple{{std::move(answer.value), PyValue(PyBytes{std::move(answer.out)}),
                    PyValue(PyBytes{std::move(answer.err)})}};
  } catch (...) {  // what it has printed is not for whoever calls next
    python.takeOutput(1);
    python.takeOutput(2);
    throw;
  }
}

bool isWord(const std::string& word) {
  for (const char* known : {"call", "map", "execute", "push", "pull", "clear"})
    if (word == known) return true;
  return false;
}

}  // namespace

PyValue ServedCalls::operator()(engines::Engine& engine, const PyValue& call) const {
  const auto* tuple = call.as<PyTuple>();
  if (tuple == nullptr) throw std::invalid_argument("a call is no tuple");
  const std::string& word = textPart(tuple->items, 0, "word");
  if (!isWord(word)) throw std::invalid_argument("there is no call '" + word + "'");
  if (startsPython) return runInOwnPython(engine, program, word, tuple->items);
  return isForPython ? runInPython(engine, word, tuple->items)
                     : runHere(engine, word, tuple->items);
}

std::optional<engines::Begun<PyValue>> ServedCalls::begin(const PyValue& call) const {
  const auto* tuple = call.as<PyTuple>();
  if (!isForPython || tuple == nullptr) return std::nullopt;
  auto question = questionOf(textPart(tuple->items, 0, "word"), tuple->items);
  if (!question) return std::nullopt;
  return detail::askAhead(question->operation, PyTuple{std::move(question->arguments)});
}

}  // namespace fatou::python

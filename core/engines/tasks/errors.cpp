// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/tasks/errors.h"

#include <cstdlib>
#include <cxxabi.h>
#include <memory>
#include <new>
#include <stdexcept>
#include <typeinfo>
#include <utility>

#include "core/base/exception_text.h"

namespace fatou::engines {
namespace {

constexpr std::size_t kEntriesPrinted = 4;
constexpr char kUnsendable[] =
    "this function cannot be sent to an engine elsewhere: let it capture nothing, write "
    "Named<&f>{} for a plain function or a member f, or let it be an object that names its fields "
    "(kFields), with arguments and a result that can be sent";
constexpr char kShortage[] = "std::bad_alloc";

std::string whereAndWhat(const TaskFailure& failure) {
  const std::string place =
      failure.engine == kNoEngine ? "no engine" : engineText(failure.engine, failure.host);
  return "[" + place + ": " + failure.method + "] " + failure.typeName + ": " + failure.message;
}

std::string list(const std::vector<FailurePtr>& entries) {
  std::string text = entries.size() == 1
                         ? "1 part of the result failed"
                         : std::to_string(entries.size()) + " parts of the result failed";
  for (std::size_t i = 0; i < entries.size() && i < kEntriesPrinted; ++i)
    text += '\n' + whereAndWhat(*entries[i]);
  if (entries.size() > kEntriesPrinted)
    text += "\n... " + std::to_string(entries.size() - kEntriesPrinted) + " more";
  return text;
}

FailurePtr failure(TaskFailure::Kind kind, std::string typeName, std::string message,
                   EngineId engine, const std::string& method) {
  return std::make_shared<const TaskFailure>(TaskFailure{.kind = kind,
                                                         .typeName = std::move(typeName),
                                                         .message = std::move(message),
                                                         .engine = engine,
                                                         .method = method});
}

}  // namespace

NoEnginesRegistered::NoEnginesRegistered()
    : std::runtime_error(
          "no engines registered: start some with Client(n) or client.addEngines(n)") {}

RemoteError::RemoteError(TaskFailure failure)
    : std::runtime_error(whereAndWhat(failure)), m_failure(std::move(failure)) {}

CompositeError::CompositeError(std::vector<FailurePtr> entries)
    : std::runtime_error(list(entries)), m_entries(std::move(entries)) {}

InvalidDependency::InvalidDependency(TaskId unknown)
    : std::invalid_argument("task " + std::to_string(unknown) +
                            " is not known here: depend on a task whose result is still held") {}

NameError::NameError(const std::string& name)
    : std::runtime_error("name '" + name + "' is not defined on this engine: push it first") {}

TypeError::TypeError(const std::string& name, const std::string& held, const std::string& asked)
    : std::runtime_error("name '" + name + "' holds " + held + ", not " + asked) {}

std::string readableTypeName(const char* mangled) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(mangled, nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : mangled;
}

void TaskFailure::raise() const {
  switch (kind) {
    case Kind::Raised:
      break;
    case Kind::Aborted:
      throw TaskAborted(message);
    case Kind::EngineLost:
      throw EngineError(message);
    case Kind::Impossible:
      throw ImpossibleDependency(message);
    case Kind::TimedOut:
      throw TaskTimeout(message);
    case Kind::Taken:
      throw std::logic_error(message);
  }
  if (typeName == kShortage) throw std::bad_alloc();
  throw RemoteError(*this);
}

FailurePtr describe(const std::exception_ptr& thrown, EngineId engine, const std::string& method) {
  using enum TaskFailure::Kind;
  try {
    std::rethrow_exception(thrown);
  } catch (const TaskAborted& e) {
    return failure(Aborted, "TaskAborted", e.what(), engine, method);
  } catch (const std::exception& e) {
    return failure(Raised, readableTypeName(typeid(e).name()), exceptionText(e), engine, method);
  } catch (const std::string& text) {
    return failure(Raised, "std::string", text, engine, method);
  } catch (const char* text) {
    return failure(Raised, "const char*", text ? text : "a null pointer", engine, method);
  } catch (int number) {
    return failure(Raised, "int", std::to_string(number), engine, method);
  } catch (...) {
    const std::type_info* type = abi::__cxa_current_exception_type();
    return failure(Raised, type ? readableTypeName(type->name()) : "unknown",
                   "an exception without a text, as it is no std::exception", engine, method);
  }
}

std::string engineText(EngineId engine, const std::string& host) {
  return "engine " + std::to_string(engine) + (host.empty() ? "" : " on " + host);
}

FailurePtr abortedFailure(const std::string& method) {
  return failure(TaskFailure::Kind::Aborted, "TaskAborted", "the task was aborted", kNoEngine,
                 method);
}

FailurePtr lostFailure(EngineId engine, const std::string& method) {
  const std::string which =
      engine == kNoEngine ? "every engine" : "engine " + std::to_string(engine);
  return failure(TaskFailure::Kind::EngineLost, "EngineError",
                 which + " stopped before the task could finish", engine, method);
}

FailurePtr timeoutFailure(const std::string& method) {
  return failure(TaskFailure::Kind::TimedOut, "TaskTimeout",
                 "the task had not started when its time was over", kNoEngine, method);
}

FailurePtr takenFailure(const std::string& method) {
  return failure(TaskFailure::Kind::Taken, "std::logic_error", "the value was taken before",
                 kNoEngine, method);
}

FailurePtr unsendableFailure(const std::string& method) {
  return failure(TaskFailure::Kind::Raised, "WireError", kUnsendable, kNoEngine, method);
}

FailurePtr impossibleFailure(const std::string& why, const std::string& method) {
  return failure(TaskFailure::Kind::Impossible, "ImpossibleDependency", why, kNoEngine, method);
}

}  // namespace fatou::engines

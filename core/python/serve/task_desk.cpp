// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/task_desk.h"

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/base/exception_text.h"
#include "core/python/serve/dependency_book.h"
#include "core/python/serve/task_answer.h"

namespace fatou::python {
namespace {

using engines::EngineId;
using TaskResult = engines::AsyncResult<PyValue, engines::Single>;

// Kinds of engines, as EngineInfo has them.
constexpr std::string_view kPython = "python";
constexpr std::string_view kRank = "MPI rank";

// The call with its function in the place of the function's number.
PyValue withFunction(const PyValue& call, const std::vector<PyValue>& functions) {
  const auto* given = call.as<PyTuple>();
  const auto* number =
      given != nullptr && given->items.size() > 1 ? given->items[1].as<std::int64_t>() : nullptr;
  if (number == nullptr) return call;
  if (*number < 0 || static_cast<std::size_t>(*number) >= functions.size())
    throw Refusal{"refused", "a call has function " + std::to_string(*number) + " of " +
                                 std::to_string(functions.size())};
  PyTuple made = *given;
  made.items[1] = functions[static_cast<std::size_t>(*number)];
  return made;
}

std::vector<PyValue> functionsOf(const PyDict& options) {
  const PyValue* given = options.find("functions");
  const auto* list = given != nullptr ? given->as<PyList>() : nullptr;
  return list != nullptr ? list->items : std::vector<PyValue>();
}

engines::BalancedOptions balancedOptions(const PyDict& options) {
  engines::BalancedOptions made;
  if (const PyValue* given = options.find("retries")) {
    const auto* retries = given->as<std::int64_t>();
    if (retries == nullptr || *retries < 0 || *retries > 1'000'000)
      throw Refusal{"refused", "retries is the number of further engines, from 0"};
    made.retries = static_cast<int>(*retries);
  }
  if (const PyValue* given = options.find("timeout")) {
    const auto* seconds = given->as<double>();
    if (seconds == nullptr || !(*seconds >= 0.0))
      throw Refusal{"refused", "timeout is a time in seconds, from 0"};
    made.timeout = std::chrono::duration<double>(*seconds);
  }
  return made;
}

std::vector<EngineId> engineIds(const PyValue& value) {
  const auto* list = value.as<PyList>();
  if (list == nullptr) throw Refusal{"refused", "engines are a list of their ids"};
  std::vector<EngineId> ids;
  for (const PyValue& item : list->items) {
    const auto* id = item.as<std::int64_t>();
    if (id == nullptr || *id < 0 || *id > 1'000'000'000)
      throw Refusal{"refused", "an engine's id is a whole number"};
    ids.push_back(static_cast<EngineId>(*id));
  }
  return ids;
}

}  // namespace

// How the balanced tasks of a request are to run.
struct TaskDesk::BalancedPlan {
  engines::BalancedOptions options{};
  std::optional<std::vector<EngineId>> only{};  // else on all that there are
  std::vector<TaskResult> held{};  // tasks are known for as long as their results are held
};

// What the desk and the callbacks of its results share.
struct TaskDesk::Desk {
  std::mutex mutex;
  Send send;  // empty once the desk has gone
  std::map<std::uint64_t, TaskResult> running;
  std::optional<std::string> pythonOfRanks;  // else they run C++
  std::set<std::uint64_t> ofRanks;           // of what runs, what gives its output with its value
  DependencyBook book;

  ServedCall callFor(const std::string& kind, const PyValue& call);
  void answer(std::uint64_t number, const TaskResult& result);
  PyValue withoutOutput(std::uint64_t number, EngineId engine, const PyValue& value) const;
  // Throws Refusal where the tasks of the set are not known, or make it impossible.
  void addDependency(BalancedPlan& plan, const PyValue& sets, bool isFollow,
                     const std::vector<EngineId>& all);
  void start(std::uint64_t number, const TaskResult& result, const ServedCall& call,
             const std::shared_ptr<Desk>& self);
  void refuse(std::uint64_t number, const std::string& status, const std::string& type,
              const std::string& sentence) {
    const std::scoped_lock lock(mutex);
    refuseLocked(number, status, type, sentence);
  }
  void refuseLocked(std::uint64_t number, const std::string& status, const std::string& type,
                    const std::string& sentence);
};

// The call as an engine of this kind is to have it.
ServedCall TaskDesk::Desk::callFor(const std::string& kind, const PyValue& call) {
  const std::scoped_lock lock(mutex);
  ServedCall made{.call = call, .isForPython = kind == kPython};
  if (kind != kRank || !pythonOfRanks) return made;
  made.startsPython = true;
  made.program = *pythonOfRanks;
  return made;
}

// The value of a call to a rank's Python, which comes with what was printed: that is sent.
PyValue TaskDesk::Desk::withoutOutput(std::uint64_t number, EngineId engine,
                                      const PyValue& value) const {
  const auto* parts = value.as<PyTuple>();
  if (parts == nullptr || parts->items.size() != 3) return value;
  for (const int stream : {1, 2}) {
    const PyValue& printed = parts->items[static_cast<std::size_t>(stream)];
    const auto* bytes = printed.as<PyBytes>();
    if (bytes != nullptr && !bytes->bytes.empty())
      send(ClientFrameKind::Output, number, PyTuple{{PyValue(engine), PyValue(stream), printed}});
  }
  return parts->items.front();
}

// Sends what a task came to. To be called once it has ended.
void TaskDesk::Desk::answer(std::uint64_t number, const TaskResult& result) {
  const engines::TaskRecord task = result.records().front();
  const auto& outcome = result.items().outcome(result.range().itemOfSet(0));
  const std::scoped_lock lock(mutex);
  book.ended(number, task.engine, outcome.ok());
  running.erase(number);
  const bool isOfRank = ofRanks.erase(number) > 0;
  if (!send) return;
  if (!outcome.ok())
    return send(ClientFrameKind::Failure, number, failureValueOf(task, *outcome.failure()));
  try {
    send(ClientFrameKind::Result, number,
         PyTuple{{recordValue(task), isOfRank ? withoutOutput(number, task.engine, outcome.value())
                                              : outcome.value()}});
  } catch (const std::exception& error) {
    send(ClientFrameKind::Failure, number,
         failureValue(recordValue(task), "failed", "CannotTravel", exceptionText(error)));
  }
}

void TaskDesk::Desk::start(std::uint64_t number, const TaskResult& result, const ServedCall& call,
                           const std::shared_ptr<Desk>& self) {
  {
    const std::scoped_lock lock(mutex);
    running.emplace(number, result);
    if (call.startsPython) ofRanks.insert(number);
    book.began(number, result.taskIds().front());
  }
  result.whenDone([self, number](const auto& done) { self->answer(number, done); });
}

void TaskDesk::Desk::refuseLocked(std::uint64_t number, const std::string& status,
                                  const std::string& type, const std::string& sentence) {
  book.ended(number, engines::kNoEngine, false);
  if (send) send(ClientFrameKind::Failure, number, failureValue({}, status, type, sentence));
}

void TaskDesk::Desk::addDependency(BalancedPlan& plan, const PyValue& sets, bool isFollow,
                                   const std::vector<EngineId>& all) {
  const auto* list = sets.as<PyList>();
  if (list == nullptr || list->items.size() != 1)
    throw Refusal{"refused", "after and follow are one set of tasks, all or any of them"};
  const std::scoped_lock lock(mutex);
  const DependencyBook::Found found = book.find(list->items.front());
  if (!found.unknown.empty()) throw Refusal{"invalid", found.unknown};
  if (found.isImpossible)
    throw Refusal{"impossible", "a task that it depends on has not ended as it should have"};
  (isFollow ? plan.options.follow : plan.options.after) = found.onRunning;
  for (const std::uint64_t number : found.running) plan.held.push_back(running.at(number));
  if (!isFollow || !found.ranOn) return;
  if (!plan.only) plan.only = all;
  std::erase_if(*plan.only, [&](EngineId id) { return !found.ranOn->contains(id); });
}

TaskDesk::TaskDesk(Send send) : m_desk(std::make_shared<Desk>()) {
  m_desk->send = std::move(send);
}

TaskDesk::~TaskDesk() {
  {
    const std::scoped_lock lock(m_desk->mutex);
    m_desk->send = nullptr;
  }
  cancelAll();
}

void TaskDesk::cancelAll() {
  std::map<std::uint64_t, TaskResult> left;
  {
    const std::scoped_lock lock(m_desk->mutex);
    left = m_desk->running;
  }
  for (const auto& [number, result] : left) result.cancel();
}

void TaskDesk::givePythonToRanks(std::string program) {
  const std::scoped_lock lock(m_desk->mutex);
  m_desk->pythonOfRanks = std::move(program);
}

void TaskDesk::submit(const engines::Client& client, std::uint64_t first, const PyValue& where,
                      const std::vector<PyValue>& calls, const PyDict& options) {
  if (client.ids().empty()) throw Refusal{"none", engines::NoEnginesRegistered().what()};
  const std::vector<PyValue> functions = functionsOf(options);
  std::vector<PyValue> whole;
  whole.reserve(calls.size());
  for (const PyValue& call : calls) whole.push_back(withFunction(call, functions));
  if (where.as<PyList>() != nullptr) return submitDirect(client, first, engineIds(where), whole);

  submitBalanced(client, first, where, whole, options);
}

void TaskDesk::submitDirect(const engines::Client& client, std::uint64_t first,
                            const std::vector<EngineId>& ids, const std::vector<PyValue>& calls) {
  if (ids.size() != calls.size())
    throw Refusal{"refused", "there have to be as many engines as calls"};
  std::map<EngineId, std::string> kinds;
  for (const auto& engine : client.engines()) kinds.emplace(engine.id, engine.kind);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto kind = kinds.find(ids[i]);
    if (kind == kinds.end()) {
      m_desk->refuse(first + i, "lost", "EngineError",
                     "engine " + std::to_string(ids[i]) + " is no longer there");
      continue;
    }
    try {
      const ServedCall call = m_desk->callFor(kind->second, calls[i]);
      m_desk->start(first + i, client[ids[i]].applyAsync(call), call, m_desk);
    } catch (const std::exception& error) {  // it went away just now
      m_desk->refuse(first + i, "lost", "EngineError", exceptionText(error));
    }
  }
}

// The tasks of a request share its options, so these are looked at once.
void TaskDesk::submitBalanced(const engines::Client& client, std::uint64_t first,
                              const PyValue& where, const std::vector<PyValue>& calls,
                              const PyDict& options) {
  const auto* choice = where.as<PyTuple>();
  if (choice == nullptr || choice->items.empty())
    throw Refusal{"refused", "where a call goes is a list of engines, or ('any',)"};
  BalancedPlan plan{.options = balancedOptions(options)};
  if (choice->items.size() > 1) plan.only = engineIds(choice->items[1]);
  for (const char* name : {"after", "follow"})
    if (const PyValue* sets = options.find(name))
      m_desk->addDependency(plan, *sets, std::string_view(name) == "follow", client.ids());

  const std::vector<EngineId> able = plan.only.value_or(client.ids());
  if (able.empty()) throw Refusal{"impossible", "no engine is left that it could follow to"};
  std::string kind;
  for (const auto& engine : client.engines())
    if (engine.id == able.front()) kind = engine.kind;
  const auto view =
      (plan.only ? client.loadBalancedView(able) : client.loadBalancedView()).with(plan.options);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    try {
      const ServedCall call = m_desk->callFor(kind, calls[i]);
      m_desk->start(first + i, view.applyAsync(call), call, m_desk);
    } catch (const std::exception& error) {
      m_desk->refuse(first + i, "lost", "EngineError", exceptionText(error));
    }
  }
}

void TaskDesk::abort(const std::vector<PyValue>& numbers, bool alsoRunning) {
  for (const PyValue& value : numbers) {
    const auto* number = value.as<std::int64_t>();
    if (number == nullptr) continue;
    std::optional<TaskResult> result;
    {
      const std::scoped_lock lock(m_desk->mutex);
      const auto found = m_desk->running.find(static_cast<std::uint64_t>(*number));
      if (found != m_desk->running.end()) result = found->second;
    }
    if (!result) continue;
    if (alsoRunning)
      result->cancel();
    else
      result->abort();
  }
}

}  // namespace fatou::python

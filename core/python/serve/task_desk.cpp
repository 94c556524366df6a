// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/serve/task_desk.h"

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <ranges>
#include <set>
#include <shared_mutex>
#include <string_view>
#include <utility>

#include <QDebug>

#include "core/base/exception_text.h"
#include "core/python/serve/dependency_book.h"
#include "core/python/serve/task_answer.h"
#include "core/python/serve/task_options.h"

namespace fatou::python {
namespace {

using engines::EngineId;
// Of one call or several, each of which is a task.
using TaskResult = engines::AsyncResult<PyValue, engines::Each>;

// Kinds of engines, as EngineInfo has them.
constexpr std::string_view kPython = "python";
constexpr std::string_view kRank = "MPI rank";

// What waits is taken back before anything that runs is stopped, and the last first: an engine that
// becomes free would begin the next.
void endAll(const std::vector<TaskResult>& tasks, bool alsoRunning) {
  for (const TaskResult& task : tasks | std::views::reverse) task.abort();
  if (!alsoRunning) return;
  for (const TaskResult& task : tasks) task.cancel();
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
  // A task that has not been answered, by its place in a result.
  struct Running {
    TaskResult result;
    std::size_t place = 0;

    TaskResult alone() const { return {result, {place, place + 1}}; }
  };

  std::mutex mutex;
  std::map<std::uint64_t, Running> running;
  std::optional<std::string> pythonOfRanks;  // else they run C++
  std::set<std::uint64_t> ofRanks;           // of what runs, what gives its output with its value
  DependencyBook book;

  std::shared_mutex sendMutex;  // shared by those that send, which take it last
  Send send;                    // empty once the desk has gone

  ServedCalls callsFor(const std::string& kind);
  void answer(std::uint64_t number, const engines::TaskRecord& task,
              const engines::Outcome<PyValue>& outcome, When when);
  PyValue withoutOutput(std::uint64_t number, EngineId engine, const PyValue& value) const;
  // Throws Refusal where the tasks of the set are not known, or make it impossible.
  void addDependency(BalancedPlan& plan, const PyValue& sets, bool isFollow,
                     const std::vector<EngineId>& all);
  void start(std::uint64_t first, const TaskResult& result, bool isOfRanks,
             const std::shared_ptr<Desk>& self);
  void finish(std::uint64_t number, engines::ItemSet<PyValue>& tasks, std::size_t place, When when);
  void refuse(std::uint64_t number, const std::string& status, const std::string& type,
              const std::string& sentence);
};

// The calls as an engine of this kind is to have them.
ServedCalls TaskDesk::Desk::callsFor(const std::string& kind) {
  const std::scoped_lock lock(mutex);
  ServedCalls made{.isForPython = kind == kPython};
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
      send(ClientFrameKind::Output, number, PyTuple{{PyValue(engine), PyValue(stream), printed}},
           When::Soon);
  }
  return parts->items.front();
}

// Sends what a task came to. To be called once it has ended.
void TaskDesk::Desk::answer(std::uint64_t number, const engines::TaskRecord& task,
                            const engines::Outcome<PyValue>& outcome, When when) {
  bool isOfRank = false;
  {
    const std::scoped_lock lock(mutex);
    book.ended(number, task.engine, outcome.ok());
    isOfRank = ofRanks.erase(number) > 0;
  }
  const std::shared_lock sending(sendMutex);
  if (!send) return;
  if (!outcome.ok())
    return send(ClientFrameKind::Failure, number, failureValueOf(task, *outcome.failure()), when);
  try {
    send(ClientFrameKind::Result, number,
         PyTuple{{recordValue(task), isOfRank ? withoutOutput(number, task.engine, outcome.value())
                                              : outcome.value()}},
         when);
  } catch (const std::exception& error) {
    send(ClientFrameKind::Failure, number,
         failureValue(recordValue(task), "failed", "CannotTravel", exceptionText(error)), when);
  }
}

// Each task is answered on the thread that ends it, as what an engine prints for its next task is
// to come after the answer. The set of the tasks holds these calls, so that they must not hold it:
// `running` does, and the thread that ends a task meanwhile.
void TaskDesk::Desk::start(std::uint64_t first, const TaskResult& result, bool isOfRanks,
                           const std::shared_ptr<Desk>& self) {
  const auto ids = result.taskIds();
  {
    const std::scoped_lock lock(mutex);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      running.emplace(first + i, Running{result, i});
      if (isOfRanks) ofRanks.insert(first + i);
      book.began(first + i, ids[i]);
    }
  }
  const auto left = std::make_shared<std::atomic<std::size_t>>(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i)
    result.tasks()->whenTaskEnds(i, [self, first, i, left, tasks = &result.items()] {
      self->finish(first + i, *tasks, i, --*left > 0 ? When::Soon : When::Now);
    });
}

void TaskDesk::Desk::finish(std::uint64_t number, engines::ItemSet<PyValue>& tasks,
                            std::size_t place, When when) {
  try {
    answer(number, tasks.record(place), tasks.outcome(place), when);
  } catch (const std::exception& error) {
    qWarning("a task could not be answered: %s", error.what());
  }
  tasks.release(place);         // the values of a long map are not kept until its end
  std::optional<Running> last;  // ends without the lock: it may be the last to hold a value
  const std::scoped_lock lock(mutex);
  if (auto entry = running.extract(number)) last = std::move(entry.mapped());
}

void TaskDesk::Desk::refuse(std::uint64_t number, const std::string& status,
                            const std::string& type, const std::string& sentence) {
  std::optional<Running> left;  // of one that could not be submitted; ends without the lock
  {
    const std::scoped_lock lock(mutex);
    book.ended(number, engines::kNoEngine, false);
    ofRanks.erase(number);
    if (auto entry = running.extract(number)) left = std::move(entry.mapped());
  }
  const std::shared_lock sending(sendMutex);
  if (send)
    send(ClientFrameKind::Failure, number, failureValue({}, status, type, sentence), When::Now);
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
  for (const std::uint64_t number : found.running) plan.held.push_back(running.at(number).result);
  if (!isFollow || !found.ranOn) return;
  if (!plan.only) plan.only = all;
  std::erase_if(*plan.only, [&](EngineId id) { return !found.ranOn->contains(id); });
}

TaskDesk::TaskDesk(Send send) : m_desk(std::make_shared<Desk>()) {
  m_desk->send = std::move(send);
}

TaskDesk::~TaskDesk() {
  {
    const std::unique_lock lock(m_desk->sendMutex);
    m_desk->send = nullptr;
  }
  cancelAll();
}

void TaskDesk::cancelAll() {
  std::vector<TaskResult> left;
  {
    const std::scoped_lock lock(m_desk->mutex);
    for (const auto& [number, task] : m_desk->running) left.push_back(task.alone());
  }
  endAll(left, true);
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

  submitBalanced(client, first, where, std::move(whole), options);
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
      const ServedCalls function = m_desk->callsFor(kind->second);
      const auto task = client[ids[i]].applyAsync(function, calls[i]);
      m_desk->start(first + i, TaskResult(engines::TasksOf<PyValue>{task.tasks()}),
                    function.startsPython, m_desk);
    } catch (const std::exception& error) {  // it went away just now
      m_desk->refuse(first + i, "lost", "EngineError", exceptionText(error));
    }
  }
}

// The tasks of a request share its options, and are one set: an engine may have the next one before
// the last is answered. They are watched before they begin: what an engine prints for its second
// task is not to come before the answer to its first.
void TaskDesk::submitBalanced(const engines::Client& client, std::uint64_t first,
                              const PyValue& where, std::vector<PyValue> calls,
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
  const std::size_t count = calls.size();
  try {
    plan.options.function = functionNumber(calls);
    const auto view =
        (plan.only ? client.loadBalancedView(able) : client.loadBalancedView()).with(plan.options);
    const ServedCalls function = m_desk->callsFor(kind);
    view.watchedMapAsync(
        [&](const TaskResult& result) {
          m_desk->start(first, result, function.startsPython, m_desk);
        },
        function, std::move(calls));
  } catch (const std::exception& error) {
    for (std::size_t i = 0; i < count; ++i)
      m_desk->refuse(first + i, "lost", "EngineError", exceptionText(error));
  }
}

void TaskDesk::abort(const std::vector<PyValue>& numbers, bool alsoRunning) {
  std::set<std::uint64_t> inOrder;
  for (const PyValue& value : numbers)
    if (const auto* number = value.as<std::int64_t>())
      inOrder.insert(static_cast<std::uint64_t>(*number));
  std::vector<TaskResult> tasks;
  {
    const std::scoped_lock lock(m_desk->mutex);
    for (const std::uint64_t number : inOrder) {
      const auto found = m_desk->running.find(number);
      if (found != m_desk->running.end()) tasks.push_back(found->second.alone());
    }
  }
  endAll(tasks, alsoRunning);
}

}  // namespace fatou::python

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_engines.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <iterator>
#include <set>
#include <stdexcept>
#include <utility>

#include "core/base/exception_text.h"
#include "core/engines/tasks/errors.h"
#include "core/python/python_calls.h"
#include "core/python/python_engines.h"
#include "ui/console/task_bands.h"
#include "ui/console/task_follower.h"
#include "ui/engines/engine_state.h"

namespace fatou::ui {
namespace {

using engines::Clock;
using engines::TaskFailure;
using python::PythonFunction;
using python::PyValue;

constexpr std::size_t kMostShownValues = 1'000;  // of a cell that ran over a range

// The outcomes of a result, once all are there; a stop ends the tasks.
template <typename Answer>
auto waitedFor(const Answer& answer, const std::stop_token& stop) {
  const std::stop_callback onStop(stop, [&answer] { answer.cancel(); });
  return answer.get(engines::kReturnExceptions);
}

// The same, with the tasks told of as they end.
template <typename Answer>
auto followed(const Answer& answer, const TaskOrigin& origin, const CellTaskSinks& sinks,
              const std::stop_token& stop) {
  const std::stop_callback onStop(stop, [&answer] { answer.cancel(); });
  followTasks(answer, origin, sinks.ended);
  return answer.get(engines::kReturnExceptions);
}

// Which engine computed an item; kNoEngine where none did.
engines::EngineId engineOfItem(const std::vector<engines::TaskRecord>& records, std::size_t item) {
  const auto after = std::ranges::upper_bound(records, item, {}, &engines::TaskRecord::firstItem);
  return after == records.begin() ? engines::kNoEngine : std::prev(after)->engine;
}

// Adds values and failures to a cell's result: of each engine its first failure.
void collect(const std::vector<engines::Outcome<PyValue>>& outcomes,
             const std::vector<engines::TaskRecord>& records, bool isHere, CellResult& result) {
  const std::string name = cellName(result.run);
  std::set<int> failed;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].ok()) {
      const auto* text = outcomes[i].value().as<std::string>();
      if (text == nullptr || result.values.size() >= kMostShownValues) continue;
      const int engine = isHere ? kHereEngine : engineOfItem(records, i);
      result.values.push_back({.engine = engine, .text = QString::fromStdString(*text)});
      continue;
    }
    const TaskFailure& failure = *outcomes[i].failure();
    const int engine = isHere ? kHereEngine : failure.engine;
    if (failure.kind != TaskFailure::Kind::Aborted && failed.insert(engine).second)
      result.errors.push_back(cellError(failure, name, engine));
  }
}

// What to do about a start that failed, in the window's words.
QString complaintAbout(std::string text) {
  const std::string option = "name one with --python";
  if (const auto at = text.find(option); at != std::string::npos)
    text.replace(at, option.size(), "name one in the environment variable FATOU_PYTHON");
  return sentenceOf(QString::fromStdString(text));
}

engines::Slice enginesSlice(const CellTarget& target) {
  const auto position = [](const std::optional<std::int64_t>& number) {
    std::optional<std::ptrdiff_t> at;
    if (number) at = static_cast<std::ptrdiff_t>(*number);
    return at;
  };
  return {.start = position(target.start),
          .stop = position(target.stop),
          .step = static_cast<std::ptrdiff_t>(target.step)};
}

}  // namespace

ConsoleEngines::ConsoleEngines(Setup setup) : m_setup(std::move(setup)) {}

void ConsoleEngines::forget() {
  m_here.reset();
  m_crew.reset();
  m_explorerOn = engines::kNoEngine;
}

ConsoleEngines::Crew ConsoleEngines::crewFor(bool isHere) const {
  python::PythonOptions options{.program = m_setup.program};
  if (const auto relay = m_setup.relay) {
    options.output = [relay, isHere](engines::EngineId engine, int stream, std::string_view text) {
      relay->put({.engine = isHere ? kHereEngine : engine,
                  .stream = stream,
                  .text = QByteArray(text.data(), static_cast<qsizetype>(text.size()))});
    };
    options.notice = [relay](const std::string& sentence) {
      relay->put({.engine = 0, .stream = 0, .text = QByteArray::fromStdString(sentence)});
    };
  }
  return {.source = python::pythonEngines(std::move(options))};
}

ConsoleEngines::Crew& ConsoleEngines::here(const QString& explorerSocket,
                                           const std::stop_token& stop) {
  if (!m_here) m_here = crewFor(true);
  if (m_here->client.size() == 0) m_here->source.addTo(m_here->client, 1, stop);
  const engines::EngineId id = m_here->client.ids().front();
  if (explorerSocket.isEmpty() || id == m_explorerOn) return *m_here;
  giveExplorer(explorerSocket, stop);
  m_explorerOn = id;
  return *m_here;
}

// It imports modules, which may be the user's own and take any time: a stop ends it, too.
void ConsoleEngines::giveExplorer(const QString& socket, const std::stop_token& stop) {
  const auto text = explorerSupport(socket);
  if (!text) throw engines::EngineError(text.error().message);
  const auto made = m_here->client.directView().applyAsync(
      PythonFunction::named("exec"), PyValue(text.value()), PyValue(python::PyDict{}));
  static_cast<void>(waitedFor(made, stop));
  if (stop.stop_requested()) throw engines::TaskAborted("stopped while the explorer was made");
  static_cast<void>(made.get());
}

ConsoleEngines::Crew& ConsoleEngines::atLeast(int engines, const std::stop_token& stop) {
  if (!m_crew) m_crew = crewFor(false);
  const int missing = engines - static_cast<int>(m_crew->client.size());
  if (missing > 0) m_crew->source.addTo(m_crew->client, missing, stop);
  return *m_crew;
}

RunCell ConsoleEngines::cellOf(const CellJob& job, std::uint64_t watch) const {
  return {.support = m_support,
          .text = job.text.toStdString(),
          .name = cellName(job.run),
          .watch = watch};
}

// Those that are wanted, where there are more.
std::vector<engines::EngineId> ConsoleEngines::idsFor(const CellJob& job,
                                                      const std::stop_token& stop) {
  std::vector<engines::EngineId> ids = atLeast(job.engines, stop).client.ids();
  const auto wanted = static_cast<std::size_t>(job.engines);
  if (ids.size() > wanted) ids.resize(wanted);
  return ids;
}

engines::DirectView ConsoleEngines::targetsOf(const CellJob& job, const std::stop_token& stop) {
  const std::vector<engines::EngineId> ids = idsFor(job, stop);
  const bool isSlice = job.target.kind == CellTarget::Kind::Slice;
  return m_crew->client.directView(isSlice ? engines::sliced(ids, enginesSlice(job.target)) : ids);
}

void ConsoleEngines::runHere(const CellJob& job, CellOutcome& outcome,
                             const std::stop_token& stop) {
  const engines::Client& client = here(job.explorerSocket, stop).client;
  const auto answer = client.directView().applyAsync(cellOf(job, 0));
  const auto outcomes = waitedFor(answer, stop);
  collect(outcomes, answer.records(), true, outcome.result);
  look(client, client.ids(), true, outcome, stop);
}

void ConsoleEngines::runDirect(const CellJob& job, const CellTaskSinks& sinks, CellOutcome& outcome,
                               const std::stop_token& stop) {
  const engines::DirectView view = targetsOf(job, stop);
  const TaskOrigin origin{.run = job.run, .started = Clock::now(), .numbers = {}};
  const std::vector<engines::EngineId> ids = view.targets();
  const LookedOn lookedOn(job.run, ids.size(), origin.started, sinks);
  const auto answer = view.applyAsync(cellOf(job, lookedOn.number()));
  const auto outcomes = followed(answer, origin, sinks, stop);
  collect(outcomes, answer.records(), false, outcome.result);
  outcome.record = taskBands(answer.records(), origin);
  look(m_crew->client, ids, false, outcome, stop);
}

void ConsoleEngines::runBalanced(const CellJob& job, const CellTaskSinks& sinks,
                                 CellOutcome& outcome, const std::stop_token& stop) {
  const std::vector<engines::EngineId> ids = idsFor(job, stop);
  const engines::Client& client = m_crew->client;
  const std::vector<std::int64_t> numbers = job.target.numbers();
  const std::vector<PyValue> items(numbers.begin(), numbers.end());
  const TaskOrigin origin{.run = job.run, .started = Clock::now(), .numbers = numbers};
  const LookedOn lookedOn(job.run, ids.size(), origin.started, sinks);
  const auto answer = client.loadBalancedView(ids).mapAsync(cellOf(job, lookedOn.number()), items);
  const auto outcomes = followed(answer, origin, sinks, stop);
  collect(outcomes, answer.records(), false, outcome.result);
  outcome.record = taskBands(answer.records(), origin);
  look(client, ids, false, outcome, stop);
}

// An engine that has died meanwhile knows nothing; the others are asked all the same.
void ConsoleEngines::look(const engines::Client& client, std::vector<engines::EngineId> ids,
                          bool isHere, CellOutcome& outcome, const std::stop_token& stop) const {
  try {
    std::erase_if(ids, [known = client.ids()](engines::EngineId id) {
      return std::ranges::find(known, id) == known.end();
    });
    if (ids.empty()) return;
    const engines::DirectView view = client.directView(std::move(ids));
    addValues(view, isHere, outcome, stop);
    addCompletions(view, outcome, stop);
  } catch (const std::exception&) {  // one has died since
  }
}

void ConsoleEngines::addValues(const engines::DirectView& view, bool isHere, CellOutcome& outcome,
                               const std::stop_token& stop) const {
  const auto names = view.applyAsync(python::Names{});
  const auto known = waitedFor(names, stop);
  const auto records = names.records();
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (!known[i].ok()) continue;
    const auto values =
        engineValues(known[i].value(), isHere ? kHereEngine : engineOfItem(records, i));
    outcome.values.insert(outcome.values.end(), values.begin(), values.end());
  }
}

// All engines have run the same, so that one says what can be typed.
void ConsoleEngines::addCompletions(const engines::DirectView& view, CellOutcome& outcome,
                                    const std::stop_token& stop) const {
  const auto typed = view.applyAsync(PythonFunction::ofSource("__fatou_dir__", m_support));
  const auto words = waitedFor(typed, stop);
  if (words.empty() || !words.front().ok()) return;
  const auto* list = words.front().value().as<python::PyList>();
  if (list == nullptr) return;
  for (const PyValue& word : list->items)
    if (const auto* text = word.as<std::string>())
      outcome.completions << QString::fromStdString(*text);
}

void ConsoleEngines::runAt(const CellJob& job, const CellTaskSinks& sinks, CellOutcome& outcome,
                           const std::stop_token& stop) {
  switch (job.target.kind) {
    case CellTarget::Kind::Here:
      return runHere(job, outcome, stop);
    case CellTarget::Kind::Balanced:
      return runBalanced(job, sinks, outcome, stop);
    case CellTarget::Kind::All:
    case CellTarget::Kind::Slice:
      break;
  }
  runDirect(job, sinks, outcome, stop);
}

CellOutcome ConsoleEngines::run(const CellJob& job, const CellTaskSinks& sinks,
                                const std::stop_token& stop) {
  CellOutcome outcome;
  outcome.result.run = job.run;
  const auto started = Clock::now();
  try {
    const auto support = cellSupport();
    if (!support) throw engines::EngineError(support.error().message);
    m_support = support.value();
    runAt(job, sinks, outcome, stop);
  } catch (const engines::TaskAborted&) {  // stopped while engines were started
  } catch (const std::out_of_range&) {
    outcome.result.complaint =
        QStringLiteral("The slice %1 has none of the %2 engines: choose others.")
            .arg(cellTargetText(job.target))
            .arg(job.engines);
  } catch (...) {
    outcome.result.complaint = complaintAbout(currentExceptionText());
  }
  outcome.result.isStopped = stop.stop_requested();
  if (outcome.result.isStopped)  // an engine that did not stop in time was ended
    std::erase_if(outcome.result.errors,
                  [](const CellError& error) { return error.traceback.isEmpty(); });
  outcome.result.seconds = engines::Seconds(Clock::now() - started).count();
  return outcome;
}

}  // namespace fatou::ui

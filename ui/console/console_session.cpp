// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_session.h"

#include <algorithm>
#include <utility>

#include "ui/console/python_words.h"
#include "ui/engines/engine_state.h"

namespace fatou::ui {
namespace {

constexpr int kEnginesUnasked = 2;
constexpr qsizetype kMostCompletions = 200;

}  // namespace

ConsoleSession::ConsoleSession(Setup setup, QObject* parent)
    : CellRunner(parent),
      m_setup(std::move(setup)),
      m_relay(std::make_shared<OutputRelay>(*this, [this] { passOutput(); })),
      m_engines(std::make_shared<ConsoleEngines>(
          ConsoleEngines::Setup{.program = m_setup.program, .relay = m_relay})),
      m_job([this](const Event& event) { take(event); }) {}

ConsoleSession::~ConsoleSession() {
  m_relay->close();
}

CellRunId ConsoleSession::run(const QString& text, const CellTarget& target) {
  const int wanted = m_setup.engines ? m_setup.engines() : kEnginesUnasked;
  const bool asks = m_setup.explorerSocket && target.kind == CellTarget::Kind::Here;
  m_waiting.push_back({.run = ++m_last,
                       .text = text,
                       .target = target,
                       .engines = std::max(1, wanted),
                       .explorerSocket = asks ? m_setup.explorerSocket() : QString()});
  const CellRunId id = m_last;
  // Whoever asks learns the number first.
  QMetaObject::invokeMethod(this, &ConsoleSession::startNext, Qt::QueuedConnection);
  return id;
}

void ConsoleSession::startNext() {
  if (m_running || m_waiting.empty()) return;
  m_running = std::move(m_waiting.front());
  m_waiting.pop_front();
  const bool forgets = std::exchange(m_isToForget, false);
  Q_EMIT runningChanged(true);
  Q_EMIT started(m_running->run);
  m_job.start([engines = m_engines, job = *m_running, forgets](const auto& report,
                                                               const std::stop_token& stop) {
    if (forgets) engines->forget();
    const CellTaskSinks sinks{
        .begun = [&report](CellTasksBegun begun) { report(std::move(begun)); },
        .ended = [&report](std::vector<render::BandRecord> tasks) { report(std::move(tasks)); }};
    report(engines->run(job, sinks, stop));
  });
}

void ConsoleSession::take(const Event& event) {
  if (!m_running) return;
  if (const auto* begun = std::get_if<CellTasksBegun>(&event)) {
    m_hasTasks = true;
    return Q_EMIT tasksBegan(*begun);
  }
  if (const auto* tasks = std::get_if<std::vector<render::BandRecord>>(&event))
    return Q_EMIT tasksEnded(*tasks);
  passOutput();  // what was printed comes before what it came to
  if (const auto* error = std::get_if<Error>(&event)) {
    CellResult result;
    result.run = m_running->run;
    result.complaint = sentenceOf(QString::fromStdString(error->message));
    if (std::exchange(m_hasTasks, false)) Q_EMIT ranTasks({});
    return finish(result);
  }
  takeOutcome(std::get<CellOutcome>(event));
}

// Engines that are to be forgotten know nothing any more.
void ConsoleSession::takeOutcome(const CellOutcome& outcome) {
  const bool isHere = m_running->target.kind == CellTarget::Kind::Here;
  const bool isGood = outcome.result.complaint.isEmpty() && !outcome.result.isStopped;
  if (isGood && !m_isToForget) keepValues(outcome.values, isHere);
  if (!outcome.completions.isEmpty() && !m_isToForget) m_words = outcome.completions;
  if (std::exchange(m_hasTasks, false)) Q_EMIT ranTasks(outcome.record);
  finish(outcome.result);
}

void ConsoleSession::finish(const CellResult& result) {
  m_running.reset();
  Q_EMIT finished(result);
  if (m_waiting.empty()) {
    forgetEngines();
    Q_EMIT runningChanged(false);
  }
  QMetaObject::invokeMethod(this, &ConsoleSession::startNext, Qt::QueuedConnection);
}

void ConsoleSession::stop() {
  const auto waiting = std::exchange(m_waiting, {});
  if (m_running) m_job.stop();
  for (const CellJob& job : waiting) {
    CellResult result;
    result.run = job.run;
    result.isStopped = true;
    Q_EMIT finished(result);
  }
}

void ConsoleSession::restart() {
  stop();
  m_isToForget = true;
  m_words.clear();
  m_values.clear();
  Q_EMIT valuesChanged();
  if (!m_running) forgetEngines();
}

// Where nothing runs or waits: a cell that is begun meanwhile begins once they have ended.
void ConsoleSession::forgetEngines() {
  if (!std::exchange(m_isToForget, false)) return;
  m_job.start([engines = m_engines](const auto&, const std::stop_token&) { engines->forget(); });
}

void ConsoleSession::showPicture(const QImage& image) {
  if (m_running) Q_EMIT pictured(m_running->run, image);
}

// A piece may end within a letter, the rest of which comes with the next one.
void ConsoleSession::passOutput() {
  for (const OutputRelay::Piece& piece : m_relay->take()) {
    if (piece.stream == 0) {
      Q_EMIT noticed(sentenceOf(QString::fromUtf8(piece.text)));
      continue;
    }
    QStringDecoder& decoder =
        m_decoders.try_emplace(std::pair(piece.engine, piece.stream), QStringConverter::Utf8)
            .first->second;
    const QString text = decoder.decode(piece.text);
    Q_EMIT output(m_running ? m_running->run : m_last, piece.engine, piece.stream, text);
  }
}

void ConsoleSession::keepValues(const std::vector<EngineValue>& values, bool isHere) {
  const auto isOfKind = [isHere](const EngineValue& value) {
    return (value.engine == kHereEngine) == isHere;
  };
  std::erase_if(m_values, isOfKind);
  m_values.insert(isHere ? m_values.begin() : m_values.end(), values.begin(), values.end());
  Q_EMIT valuesChanged();
}

QStringList ConsoleSession::completions(const QString& begun) const {
  QStringList found;
  const qsizetype dots = begun.count(u'.');
  const auto add = [&](const QString& word) {
    if (word.size() > begun.size() && word.startsWith(begun) && word.count(u'.') == dots)
      found << word;
  };
  std::ranges::for_each(m_words, add);
  if (dots == 0) std::ranges::for_each(pythonKeywords(), add);
  found.sort();
  found.removeDuplicates();
  return found.mid(0, kMostCompletions);
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_queue.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include <QFutureWatcher>
#include <QPromise>

#include "core/base/exception_text.h"
#include "core/exports/left_over.h"

namespace fatou::ui {
namespace {

constexpr int kTickMs = 500;

bool hasLeftOver(const ExportOrder& order) {
  return exports::leftOver(order.spec, order.target) == exports::LeftOver::OfThisPicture;
}

ProgressClock::Time now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

// The news from an export's thread.
struct ExportQueue::Event {
  enum class Kind { Progress, DiskFull, DiskHasRoom, End };
  Kind kind = Kind::Progress;
  exports::ExportProgress progress;
  bool complete = false;  // of an end without an error
  std::optional<Error> error;
};

// An export that has a thread.
struct ExportQueue::Run {
  std::stop_source stop;
  exports::PauseSwitch pause;
  ProgressClock clock;
  std::optional<bool> keepPart;              // set by who cancels
  QFutureWatcher<Event>* watcher = nullptr;  // a child of the queue
};

ExportQueue::ExportQueue(ExportPicture exportPicture, QObject* parent)
    : QObject(parent), m_exportPicture(std::move(exportPicture)) {
  m_tick.setInterval(kTickMs);
  connect(&m_tick, &QTimer::timeout, this, &ExportQueue::showTimes);
}

ExportQueue::~ExportQueue() {
  for (const auto& [id, run] : m_runs) {
    run->watcher->disconnect(this);
    run->stop.request_stop();
  }
  m_threads.waitForDone();
}

std::size_t ExportQueue::rowOf(int id) const {
  const auto found = std::ranges::find(m_jobs, id, &ExportJob::id);
  FATOU_CHECK(found != m_jobs.end());
  return static_cast<std::size_t>(found - m_jobs.begin());
}

int ExportQueue::pending() const {
  return static_cast<int>(
      std::ranges::count_if(m_jobs, [](const ExportJob& job) { return !isOver(job.stage); }));
}

bool ExportQueue::isActive() const {
  return std::ranges::any_of(m_jobs, [](const ExportJob& job) {
    return job.stage == ExportStage::Running || job.stage == ExportStage::DiskFull;
  });
}

int ExportQueue::add(const ExportOrder& order) {
  m_jobs.push_back({.id = ++m_lastId, .order = order, .held = m_held});
  Q_EMIT added(static_cast<int>(m_jobs.size()) - 1);
  startNext();
  return m_lastId;
}

int ExportQueue::addInterrupted(const ExportOrder& order, bool keepsPart) {
  m_jobs.push_back({.id = ++m_lastId,
                    .order = order,
                    .stage = ExportStage::Interrupted,
                    .keepsPart = keepsPart});
  Q_EMIT added(static_cast<int>(m_jobs.size()) - 1);
  return m_lastId;
}

void ExportQueue::pause(int id) {
  ExportJob& job = find(id);
  if (isOver(job.stage) || job.stage == ExportStage::Paused) return;
  setStage(job, ExportStage::Paused);
  startNext();
}

void ExportQueue::resume(int id) {
  ExportJob& job = find(id);
  if (job.stage != ExportStage::Paused) return;
  setStage(job, ExportStage::Waiting);
  startNext();
}

void ExportQueue::cancel(int id, bool keepPart) {
  ExportJob& job = find(id);
  if (isOver(job.stage)) return;
  if (const auto run = m_runs.find(id); run != m_runs.end()) {
    run->second->keepPart = keepPart;
    run->second->stop.request_stop();
    return;  // the rest when the thread has left
  }
  if (!keepPart) exports::removeLeftOver(job.order.target.path);
  job.keepsPart = hasLeftOver(job.order);
  setStage(job, ExportStage::Cancelled);
  Q_EMIT ended(job);
}

void ExportQueue::retry(int id) {
  ExportJob& job = find(id);
  if (!canRetry(job.stage)) return;
  job.message.clear();
  job.keepsPart = false;
  job.progress = {};
  setStage(job, ExportStage::Waiting);
  startNext();
}

// Deletes what this export has written, but nothing that another one has left at that name since.
void ExportQueue::discard(int id) {
  const ExportJob& job = find(id);
  if (!canRetry(job.stage)) return;
  if (hasLeftOver(job.order)) exports::removeLeftOver(job.order.target.path);
  remove(id);
}

void ExportQueue::remove(int id) {
  const std::size_t row = rowOf(id);
  if (!isOver(m_jobs[row].stage)) return;
  m_jobs.erase(m_jobs.begin() + static_cast<std::ptrdiff_t>(row));
  Q_EMIT removed(static_cast<int>(row));
}

void ExportQueue::move(int id, int by) {
  const auto from = static_cast<std::ptrdiff_t>(rowOf(id));
  const std::ptrdiff_t to = from + by;
  if (by == 0 || to < 0 || to >= static_cast<std::ptrdiff_t>(m_jobs.size())) return;
  const auto at = m_jobs.begin() + from;
  if (to > from)
    std::rotate(at, at + 1, m_jobs.begin() + to + 1);
  else
    std::rotate(m_jobs.begin() + to, at, at + 1);
  Q_EMIT moved(static_cast<int>(from), static_cast<int>(to));
}

void ExportQueue::setHeld(bool held) {
  if (std::exchange(m_held, held) == held) return;
  for (ExportJob& job : m_jobs) {
    if (isOver(job.stage)) continue;
    job.held = held;
    setStage(job, job.stage);
  }
  startNext();
}

// The thread works while the stage is one of working and nothing holds it.
void ExportQueue::setStage(ExportJob& job, ExportStage stage) {
  job.stage = stage;
  if (const auto run = m_runs.find(job.id); run != m_runs.end()) {
    const bool works = stage == ExportStage::Running || stage == ExportStage::DiskFull;
    const bool rests = !works || m_held;
    run->second->pause.setPaused(rests);
    const bool counts = stage == ExportStage::Running && !m_held;
    counts ? run->second->clock.resume(now()) : run->second->clock.rest(now());
  }
  if (isOver(stage)) job.held = false;
  tell(job);
}

void ExportQueue::startNext() {
  isActive() ? m_tick.start() : m_tick.stop();
  if (m_held || isActive()) return;
  const auto next = std::ranges::find(m_jobs, ExportStage::Waiting, &ExportJob::stage);
  if (next == m_jobs.end()) return;
  m_tick.start();
  if (!m_runs.contains(next->id)) return start(*next);
  setStage(*next, ExportStage::Running);
}

void ExportQueue::start(ExportJob& job) {
  auto& run = m_runs[job.id] = std::make_unique<Run>();
  run->watcher = new QFutureWatcher<Event>(this);
  connect(run->watcher, &QFutureWatcherBase::resultReadyAt, this,
          [this, id = job.id, watcher = run->watcher](int at) { take(id, watcher->resultAt(at)); });
  auto promise = std::make_shared<QPromise<Event>>();
  promise->start();
  run->watcher->setFuture(promise->future());
  setStage(job, ExportStage::Running);
  // Every export that was paused while it ran keeps its thread.
  const auto carryOut = [work = m_exportPicture, order = job.order, pause = &run->pause,
                         stop = run->stop.get_token(), promise] {
    promise->addResult(outcomeOf(work, order, *pause, stop, *promise));
    promise->finish();
  };
  try {
    m_threads.start(carryOut);
  } catch (const std::system_error& error) {
    promise->addResult(Event{.kind = Event::Kind::End, .error = Error{exceptionText(error)}});
    promise->finish();
  }
}

// Runs an export and returns how it ended.
ExportQueue::Event ExportQueue::outcomeOf(const ExportPicture& work, const ExportOrder& order,
                                          const exports::PauseSwitch& pause,
                                          const std::stop_token& stop, QPromise<Event>& promise) {
  using Kind = Event::Kind;
  const exports::ExportHooks hooks{
      .progress =
          [&](const exports::ExportProgress& p) { promise.addResult(Event{.progress = p}); },
      .diskFull =
          [&](const Error& e) { promise.addResult(Event{.kind = Kind::DiskFull, .error = e}); },
      .diskHasRoom = [&] { promise.addResult(Event{.kind = Kind::DiskHasRoom}); },
      .pause = &pause};
  Event end{.kind = Kind::End};
  try {
    const auto record = work(order.spec, {order.target},
                             {.replace = {order.replace, tr("export it again to be asked")},
                              .keepOnStop = true,
                              .inBackground = true},
                             hooks, stop);
    if (record)
      end.complete = record.value().complete;
    else
      end.error = record.error();
  } catch (...) {
    end.error = Error{currentExceptionText()};
  }
  return end;
}

void ExportQueue::take(int id, const Event& event) {
  ExportJob& job = find(id);
  Run& run = *m_runs.at(id);
  switch (event.kind) {
    case Event::Kind::Progress:
      job.progress = event.progress;
      run.clock.setProgress(job.progress.rowsDone, job.progress.rows, now());
      return showTimes();
    case Event::Kind::DiskFull:
      job.message = QString::fromStdString(event.error->message);
      if (job.stage == ExportStage::Running) setStage(job, ExportStage::DiskFull);
      return;
    case Event::Kind::DiskHasRoom:
      job.message.clear();
      if (job.stage == ExportStage::DiskFull) setStage(job, ExportStage::Running);
      return;
    case Event::Kind::End:
      return end(job, event);
  }
}

void ExportQueue::end(ExportJob& job, const Event& event) {
  const auto run = std::move(m_runs.at(job.id));
  m_runs.erase(job.id);
  run->watcher->disconnect(this);
  run->watcher->deleteLater();  // it is the one that calls
  job.seconds = run->clock.seconds(now());
  job.secondsLeft.reset();
  job.message = event.error ? QString::fromStdString(event.error->message) : QString();
  auto stage = event.complete ? ExportStage::Done : ExportStage::Cancelled;
  if (event.error) stage = ExportStage::Failed;
  if (!event.complete && run->keepPart == false) exports::removeLeftOver(job.order.target.path);
  job.keepsPart = !event.complete && hasLeftOver(job.order);
  setStage(job, stage);
  Q_EMIT ended(job);
  startNext();
}

void ExportQueue::showTimes() {
  for (ExportJob& job : m_jobs) {
    const auto run = m_runs.find(job.id);
    if (run == m_runs.end()) continue;
    job.seconds = run->second->clock.seconds(now());
    job.secondsLeft = run->second->clock.secondsLeft(now());
    tell(job);
  }
}

void ExportQueue::tell(const ExportJob& job) {
  Q_EMIT changed(static_cast<int>(rowOf(job.id)));
}

}  // namespace fatou::ui

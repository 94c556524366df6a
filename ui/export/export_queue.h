// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <vector>

#include <QObject>
#include <QPromise>
#include <QTimer>

#include "ui/export/export_job.h"
#include "ui/export/progress_clock.h"
#include "ui/worker_threads.h"

namespace fatou::ui {

// Exports pictures, one at a time and in order, each on a thread and engines of its own that let
// everything else have the processor first. Lives on the GUI thread and never waits.
class ExportQueue : public QObject {
  Q_OBJECT
 public:
  // The function that exports a picture: exports::exportPicture(), or a test's.
  using ExportPicture = std::function<Result<exports::ExportRecord>(
      const exports::PictureSpec&, const std::vector<exports::Target>&,
      const exports::ExportOptions&, const exports::ExportHooks&, const std::stop_token&)>;

  explicit ExportQueue(ExportPicture exportPicture = exports::exportPicture,
                       QObject* parent = nullptr);
  // Stops what runs, which leaves NAME.part to go on with another time.
  ~ExportQueue() override;

  // All exports in the order in which they will run, or have run.
  const std::vector<ExportJob>& jobs() const { return m_jobs; }
  // The job with the id, which is of the queue.
  const ExportJob& job(int id) const { return m_jobs[rowOf(id)]; }
  // The number of exports that are not over yet.
  int pending() const;

  // Puts an export at the end and returns its id.
  int add(const ExportOrder& order);
  // Puts an export at the end that an earlier program did not finish; it runs when it is retried.
  // `keepsPart` says whether some of it is written. Returns its id.
  int addInterrupted(const ExportOrder& order, bool keepsPart);

 public Q_SLOTS:
  // A paused export lets the next one run; one that is resumed takes its place before those that
  // wait behind it.
  void pause(int id);
  void resume(int id);
  // Stops it; with `keepPart` it can be gone on with.
  void cancel(int id, bool keepPart);
  // Has one that failed, was cancelled or interrupted try again, going on where it left off.
  void retry(int id);
  // Takes an export that could be retried out of the list, and deletes what it has written.
  void discard(int id);
  // Takes one that is over out of the list.
  void remove(int id);
  // Moves an export one place up (-1) or down (1).
  void move(int id, int by);
  // While held nothing is exported, for others to measure.
  void setHeld(bool held);

 Q_SIGNALS:
  void added(int row);
  void changed(int row);
  void removed(int row);
  void moved(int from, int to);
  // Sent when an export is over, well or not.
  void ended(const fatou::ui::ExportJob& job);

 private:
  struct Run;
  struct Event;

  static Event outcomeOf(const ExportPicture& work, const ExportOrder& order,
                         const exports::PauseSwitch& pause, const std::stop_token& stop,
                         QPromise<Event>& promise);
  std::size_t rowOf(int id) const;
  ExportJob& find(int id) { return m_jobs[rowOf(id)]; }
  void setStage(ExportJob& job, ExportStage stage);
  void startNext();
  void start(ExportJob& job);
  void take(int id, const Event& event);
  void end(ExportJob& job, const Event& event);
  void showTimes();
  void tell(const ExportJob& job);
  bool isActive() const;

  const ExportPicture m_exportPicture;
  std::vector<ExportJob> m_jobs;
  std::map<int, std::unique_ptr<Run>> m_runs;  // those that have a thread
  WorkerThreads m_threads;
  QTimer m_tick;
  int m_lastId = 0;
  bool m_held = false;
};

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <variant>

#include <QObject>

#include "core/base/result.h"
#include "core/engines/engine_source.h"
#include "core/io/lab_report.h"
#include "core/render/comparison_run.h"
#include "ui/background_job.h"

namespace fatou::ui {

// What a comparison has measured. Immutable, shared by all that show it.
struct LabResult {
  io::LabReport report;   // its configurations have a repeat at the least; none where there is none
  bool complete = false;  // false when it was cancelled: repeats may be fewer
};

// Measures comparisons, one at a time. Lives on the GUI thread and never waits: a background job
// and engines of its own do. Whoever shares the cores leaves them between begun() and ended().
class LabController : public QObject {
  Q_OBJECT
 public:
  // Has the engines of comparisons from `source`.
  explicit LabController(engines::EngineSource source = {}, QObject* parent = nullptr);

  // On engines of the controller's source, not the plan's. Does nothing while a comparison is under
  // way.
  void start(const render::ComparisonPlan& wanted);
  // Leaves the comparison, which engines notice within 5 ms; finished() has what there is.
  void cancel() { m_job.stop(); }
  bool isBusy() const { return m_busy; }

 Q_SIGNALS:
  void begun();
  void progressed(int done, int total);  // pictures, with those to warm up
  void finished(const std::shared_ptr<const fatou::ui::LabResult>& result);
  void failed(const QString& message);
  void ended();  // after finished() or failed()

 private:
  struct Progress {
    int done = 0;
    int total = 0;
  };
  using Event = std::variant<Progress, Error, std::shared_ptr<const LabResult>>;

  static void carryOut(const render::ComparisonPlan& plan,
                       const BackgroundJob<Event>::Report& report, const std::stop_token& stop);
  void take(const Event& event);

  const engines::EngineSource m_source;
  bool m_busy = false;
  BackgroundJob<Event> m_job;
};

}  // namespace fatou::ui

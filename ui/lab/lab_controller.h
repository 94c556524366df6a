// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <variant>

#include <QFutureWatcher>
#include <QObject>
#include <QPromise>

#include "core/base/result.h"
#include "core/engines/engine_source.h"
#include "core/io/lab_report.h"
#include "core/render/comparison_run.h"
#include "ui/driver_thread.h"

namespace fatou::ui {

// A comparison as it came out. Immutable, shared by all that show it.
struct LabResult {
  io::LabReport report;   // its configurations have a repeat at the least; none where there is none
  bool complete = false;  // false when it was cancelled: repeats may be fewer
};

// Measures comparisons, one at a time. Lives on the GUI thread and never waits: a driver thread and
// engines of its own do. Whoever shares the cores leaves them between begun() and ended().
class LabController : public QObject {
  Q_OBJECT
 public:
  // Has the engines of comparisons from `source`.
  explicit LabController(engines::EngineSource source = {}, QObject* parent = nullptr);
  ~LabController() override;

  // On engines of the controller's source, not the plan's. Does nothing while a comparison is under
  // way.
  void start(const render::ComparisonPlan& wanted);
  // Leaves the comparison, which engines notice within 5 ms; finished() has what there is.
  void cancel();
  bool isBusy() const { return m_busy; }

 Q_SIGNALS:
  void begun();
  void progressed(int done, int total);  // pictures, with those to warm up
  void finished(const std::shared_ptr<const fatou::ui::LabResult>& result);
  void failed(const QString& message);
  void ended();  // after finished() or failed()

 private:
  using Outcome = std::variant<Error, std::shared_ptr<const LabResult>>;

  static void carryOut(QPromise<Outcome>& promise, const render::ComparisonPlan& plan,
                       const std::stop_token& stop);
  void deliver();

  const engines::EngineSource m_source;
  DriverThread m_driver;
  std::stop_source m_stop;
  QFutureWatcher<Outcome> m_watcher;
  bool m_busy = false;
};

}  // namespace fatou::ui

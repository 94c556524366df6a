// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/lab_controller.h"

#include <utility>

#include "core/io/machine_facts.h"
#include "core/io/other_programs.h"

namespace fatou::ui {

void LabController::carryOut(QPromise<Outcome>& promise, const render::ComparisonPlan& plan,
                             const std::stop_token& stop) {
  const auto progress = [&promise](int done, int total) {
    promise.setProgressRange(0, total);
    promise.setProgressValue(done);
  };
  const io::OtherPrograms others;
  auto measured = render::measure(plan, progress, stop);
  if (!measured) {
    promise.addResult(measured.error());
    return;
  }
  auto configurations = std::move(measured).value();
  std::erase_if(configurations, [](const auto& each) { return each.repeats.empty(); });
  // Without the serial one, which is measured first, there is nothing to compare to.
  if (!configurations.empty() && !configurations.front().isSerial()) configurations.clear();
  LabResult result{.report = {.request = render::parameters(plan.request),
                              .machine = io::machineFacts(),
                              .configurations = std::move(configurations),
                              .otherCores = others.cores()},
                   .complete = !stop.stop_requested()};
  promise.addResult(std::make_shared<const LabResult>(std::move(result)));
}

LabController::LabController(engines::EngineSource source, QObject* parent)
    : QObject(parent), m_source(std::move(source)) {
  connect(&m_watcher, &QFutureWatcherBase::progressValueChanged, this, [this](int done) {
    if (done > 0) Q_EMIT progressed(done, m_watcher.progressMaximum());
  });
  connect(&m_watcher, &QFutureWatcherBase::finished, this, &LabController::deliver);
}

LabController::~LabController() {
  m_stop.request_stop();
  m_watcher.disconnect(this);
  m_driver.end();
}

void LabController::start(const render::ComparisonPlan& wanted) {
  if (std::exchange(m_busy, true)) return;
  m_stop = std::stop_source();
  Q_EMIT begun();
  render::ComparisonPlan plan = wanted;
  plan.source = m_source;
  const auto order = [plan, stop = m_stop.get_token()](QPromise<Outcome>& promise) {
    carryOut(promise, plan, stop);
  };
  m_watcher.setFuture(m_driver.run<Outcome>(order, [](const Error& error) { return error; }));
}

void LabController::cancel() {
  m_stop.request_stop();
}

void LabController::deliver() {
  m_busy = false;
  const Outcome outcome = m_watcher.result();
  if (const auto* error = std::get_if<Error>(&outcome))
    Q_EMIT failed(QString::fromStdString(error->message));
  else
    Q_EMIT finished(std::get<std::shared_ptr<const LabResult>>(outcome));
  Q_EMIT ended();
}

}  // namespace fatou::ui

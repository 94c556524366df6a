// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/lab_controller.h"

#include <utility>

#include "core/io/machine/machine_facts.h"
#include "core/io/machine/other_programs.h"

namespace fatou::ui {

void LabController::carryOut(const render::ComparisonPlan& plan,
                             const BackgroundJob<Event>::Report& report,
                             const std::stop_token& stop) {
  const auto progress = [&report](int done, int total) { report(Progress{done, total}); };
  const io::OtherPrograms others;
  auto measured = render::measure(plan, progress, stop);
  if (!measured) return report(measured.error());
  auto configurations = std::move(measured).value();
  std::erase_if(configurations, [](const auto& each) { return each.repeats.empty(); });
  // If the serial configuration, which is measured first, is missing, there is nothing to compare
  // to.
  if (!configurations.empty() && !configurations.front().isSerial()) configurations.clear();
  LabResult result{.report = {.request = render::parameters(plan.request),
                              .machine = io::machineFacts(),
                              .configurations = std::move(configurations),
                              .otherCores = others.cores()},
                   .complete = !stop.stop_requested()};
  report(std::make_shared<const LabResult>(std::move(result)));
}

LabController::LabController(engines::EngineSource source, QObject* parent)
    : QObject(parent),
      m_source(std::move(source)),
      m_job([this](const Event& event) { take(event); }) {}

void LabController::start(const render::ComparisonPlan& wanted) {
  if (std::exchange(m_busy, true)) return;
  Q_EMIT begun();
  render::ComparisonPlan plan = wanted;
  plan.source = m_source;
  m_job.start(
      [plan](const auto& report, const std::stop_token& stop) { carryOut(plan, report, stop); });
}

void LabController::take(const Event& event) {
  if (const auto* progress = std::get_if<Progress>(&event))
    return Q_EMIT progressed(progress->done, progress->total);
  m_busy = false;
  if (const auto* error = std::get_if<Error>(&event))
    Q_EMIT failed(QString::fromStdString(error->message));
  else
    Q_EMIT finished(std::get<std::shared_ptr<const LabResult>>(event));
  Q_EMIT ended();
}

}  // namespace fatou::ui

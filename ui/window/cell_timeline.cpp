// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/cell_timeline.h"

#include <utility>

#include "ui/console/console_session.h"
#include "ui/lab/run_strip.h"

namespace fatou::ui {

CellTimeline::CellTimeline(const ConsoleSession& session, RunStrip& strip)
    : QObject(&strip), m_strip(strip) {
  connect(&session, &ConsoleSession::tasksBegan, this, &CellTimeline::begin);
  connect(&session, &ConsoleSession::tasksEnded, this, &CellTimeline::add);
  connect(&session, &ConsoleSession::ranTasks, this, &CellTimeline::finish);
  connect(&strip, &RunStrip::begun, this, [this] { m_isShown = false; });
}

void CellTimeline::begin(const CellTasksBegun& tasks) {
  if (m_strip.isLive()) return;
  m_strip.begin(tasks.engines, tasks.started, tasks.watch);
  m_isShown = true;  // after what begun() has said
}

void CellTimeline::add(const std::vector<render::BandRecord>& tasks) {
  if (!m_isShown) return;
  for (const render::BandRecord& task : tasks) m_strip.addBand(task);
}

// A cell of which nothing was shown yet, and nothing ran, leaves what was in view before it.
void CellTimeline::finish(const render::RunRecord& run) {
  const bool wasShown = std::exchange(m_isShown, false);
  if (!wasShown) {
    if (m_strip.isLive() || run.bands.empty()) return;
    m_strip.begin(run.engines, run.started);
  }
  m_strip.finish(run, run.complete && !run.bands.empty());
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/recorded_run.h"

#include <iterator>
#include <set>

namespace fatou::render {
namespace {

using Seconds = std::chrono::duration<double>;

// Engines that came and went leave ids beyond their number; a run counts them from 0.
void renumberEngines(stats::Run& run) {
  std::set<int> ids;
  for (const stats::Band& band : run.bands) ids.insert(band.engine);
  if (ids.empty() || *ids.rbegin() < run.engines) return;
  for (stats::Band& band : run.bands)
    band.engine = static_cast<int>(std::distance(ids.begin(), ids.find(band.engine)));
}

}  // namespace

stats::Band toBand(const BandRecord& record, engines::Clock::time_point started) {
  const auto since = [started](engines::Clock::time_point stamp) {
    return Seconds(stamp - started).count();
  };
  return {.engine = record.task.engine,
          .rows = {record.rows.begin, record.rows.end},
          .mirrored = {record.mirrored.begin, record.mirrored.end},
          .iterations = record.iterations,
          .submitted = since(record.task.submitted),
          .started = since(record.task.started),
          .completed = since(record.task.completed),
          .received = since(record.task.received),
          .cpuTime = Seconds(record.task.cpuTime).count(),
          .cell = record.cell};
}

stats::Run toRun(const RunRecord& record, ViewKind viewKind, int cores) {
  stats::Run run{.view = toString(viewKind),
                 .engines = record.engines,
                 .cores = cores,
                 .wallTime = Seconds(record.finished - record.started).count(),
                 .callerCpuTime = Seconds(record.callerCpuTime).count(),
                 .complete = record.complete};
  run.bands.reserve(record.bands.size());
  for (const BandRecord& band : record.bands) run.bands.push_back(toBand(band, record.started));
  renumberEngines(run);
  return run;
}

}  // namespace fatou::render

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/recorded_run.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace fatou::render {
namespace {

using Seconds = std::chrono::duration<double>;

// The time from the start of an engine's first band to the end of its last one.
struct Presence {
  double begin = 0.0;
  double end = 0.0;
};

// The places of engines of which some took that of others that had died, by id.
std::map<int, int> placesInTurn(const std::map<int, Presence>& presences) {
  std::vector<std::pair<int, Presence>> inTurn(presences.begin(), presences.end());
  std::ranges::stable_sort(inTurn, {}, [](const auto& engine) { return engine.second.begin; });
  std::vector<double> leftAt;
  std::map<int, int> places;
  for (const auto& [id, presence] : inTurn) {
    auto place = std::ranges::find_if(leftAt, [&](double end) { return end <= presence.begin; });
    if (place == leftAt.end()) place = leftAt.insert(place, 0.0);
    *place = presence.end;
    places[id] = static_cast<int>(place - leftAt.begin());
  }
  return places;
}

// Engines that came and went leave ids beyond their number; a run counts them from 0. One that came
// when another had died counts as the same.
void renumberEngines(stats::Run& run) {
  std::map<int, Presence> presences;
  for (const stats::Band& band : run.bands) {
    const auto [found, isNew] =
        presences.emplace(band.engine, Presence{band.started, band.completed});
    found->second.begin = std::min(found->second.begin, band.started);
    found->second.end = std::max(found->second.end, band.completed);
  }
  if (presences.empty() || presences.rbegin()->first < run.engines) return;
  std::map<int, int> places;
  if (presences.size() > static_cast<std::size_t>(run.engines))
    places = placesInTurn(presences);
  else
    for (const auto& [id, presence] : presences)
      places.emplace(id, static_cast<int>(places.size()));
  for (stats::Band& band : run.bands) {
    band.engine = places.at(band.engine);
    run.engines = std::max(run.engines, band.engine + 1);
  }
}

}  // namespace

stats::Band toBand(const BandRecord& record, engines::Clock::time_point started) {
  const auto since = [started](engines::Clock::time_point stamp) {
    return Seconds(stamp - started).count();
  };
  stats::Band band{.engine = record.task.engine,
                   .rows = record.rows,
                   .mirrored = record.mirrored,
                   .iterations = record.iterations,
                   .submitted = since(record.task.submitted),
                   .started = since(record.task.started),
                   .completed = since(record.task.completed),
                   .received = since(record.task.received),
                   .cpuTime = Seconds(record.task.cpuTime).count(),
                   .cell = record.cell};
  band.coreWait = std::min(Seconds(record.task.coreWait).count(), band.started - band.submitted);
  if (hasTravelled(record.task)) {
    const engines::Travel& travel = record.task.travel;
    band.travel = stats::Travel{.sent = since(travel.sent),
                                .answered = since(travel.answered),
                                .bytesSent = static_cast<std::int64_t>(travel.bytesSent),
                                .bytesReceived = static_cast<std::int64_t>(travel.bytesReceived)};
  }
  return band;
}

stats::Run toRun(const RunRecord& record, ViewKind viewKind, int cores) {
  stats::Run run{.view = toString(viewKind),
                 .engines = record.engines,
                 .cores = record.onOtherHosts ? 0 : cores,
                 .wallTime = Seconds(record.finished - record.started).count(),
                 .callerCpuTime = Seconds(record.callerCpuTime).count(),
                 .otherCpuTime = Seconds(record.otherCpuTime).count(),
                 .complete = record.complete};
  run.bands.reserve(record.bands.size());
  for (const BandRecord& band : record.bands) run.bands.push_back(toBand(band, record.started));
  renumberEngines(run);
  return run;
}

}  // namespace fatou::render

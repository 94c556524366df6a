// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/run_lanes.h"

#include <algorithm>

#include "core/base/check.h"

namespace fatou::ui {
namespace {

// Any moment but the epoch, which stands for what never happened.
constexpr engines::Clock::time_point kRecordedStart{std::chrono::hours(1)};

render::BandRecord recordOf(const stats::Band& band, std::size_t place) {
  const auto at = [](double seconds) {
    return kRecordedStart +
           std::chrono::duration_cast<engines::Clock::duration>(engines::Seconds(seconds));
  };
  render::BandRecord record{.rows = {band.rows.begin, band.rows.end},
                            .mirrored = {band.mirrored.begin, band.mirrored.end},
                            .iterations = band.iterations,
                            .task = {.engine = band.engine, .firstItem = place, .itemCount = 1}};
  record.task.submitted = at(band.submitted);
  record.task.started = at(band.started);
  record.task.completed = at(band.completed);
  record.task.received = at(band.received);
  return record;
}

bool contains(const render::RowRange& rows, std::int32_t row) {
  return rows.begin <= row && row < rows.end;
}

}  // namespace

RunLanes::RunLanes(const stats::Run& run) : RunLanes(run.engines, kRecordedStart) {
  for (std::size_t i = 0; i < run.bands.size(); ++i) add(recordOf(run.bands[i], i));
}

RunLanes::RunLanes(int engines, engines::Clock::time_point started) : m_started(started) {
  for (int engine = 0; engine < engines; ++engine) m_lanes.push_back({.engine = engine});
}

void RunLanes::add(const render::BandRecord& band) {
  if (!isStamped(band.task)) return;  // never ran: there is no bar to show
  if (std::ranges::find(m_lanes, band.task.engine, &Lane::engine) == m_lanes.end())
    m_lanes.push_back({.engine = band.task.engine});
  const std::size_t index = m_bands.size();
  m_bands.push_back(band);
  m_iterations += band.iterations;
  insertBar(m_lanes[laneOf(index)].bars, {.begin = secondsOf(band.task.started),
                                          .end = secondsOf(band.task.completed),
                                          .band = index});
  note(band.task);
}

void RunLanes::note(const engines::TaskRecord& task) {
  const double received = secondsOf(task.received);
  const Moments seen{secondsOf(task.submitted), received, received};
  if (!m_moments) m_moments = seen;
  m_moments->submitted = std::min(m_moments->submitted, seen.submitted);
  m_moments->firstTile = std::min(m_moments->firstTile, received);
  m_moments->lastTile = std::max(m_moments->lastTile, received);
}

RunLanes::Progress RunLanes::progressAt(double seconds) const {
  Progress progress;
  for (const Lane& lane : m_lanes) {
    const auto begun = std::ranges::upper_bound(lane.bars, seconds, {}, &LaneBar::begin);
    const auto ended = std::ranges::upper_bound(lane.bars, seconds, {}, &LaneBar::end);
    progress.done += static_cast<std::size_t>(ended - lane.bars.begin());
    progress.running += begun > ended ? 1 : 0;
  }
  return progress;
}

std::size_t RunLanes::laneOf(std::size_t band) const {
  const auto engine = m_bands[band].task.engine;
  return static_cast<std::size_t>(std::ranges::find(m_lanes, engine, &Lane::engine) -
                                  m_lanes.begin());
}

std::vector<LaneBar>::const_iterator RunLanes::find(std::size_t band) const {
  const auto& bars = m_lanes[laneOf(band)].bars;
  const double begin = secondsOf(m_bands[band].task.started);
  auto bar = std::ranges::lower_bound(bars, begin, {}, &LaneBar::begin);
  while (bar != bars.end() && bar->band != band) ++bar;
  FATOU_CHECK(bar != bars.end());
  return bar;
}

const LaneBar& RunLanes::barOf(std::size_t band) const {
  return *find(band);
}

engines::Seconds RunLanes::waited(std::size_t band) const {
  const auto bar = find(band);
  const bool isFirst = bar == m_lanes[laneOf(band)].bars.begin();
  const double since = isFirst ? 0.0 : std::prev(bar)->end;
  return engines::Seconds(std::max(0.0, bar->begin - since));
}

std::optional<std::size_t> RunLanes::bandOfRow(std::int32_t row) const {
  for (std::size_t i = m_bands.size(); i-- > 0;)
    if (contains(m_bands[i].rows, row) || contains(m_bands[i].mirrored, row)) return i;
  return std::nullopt;
}

}  // namespace fatou::ui

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
  render::BandRecord record{.rows = band.rows,
                            .mirrored = band.mirrored,
                            .iterations = band.iterations,
                            .task = {.engine = band.engine, .firstItem = place, .itemCount = 1},
                            .cell = band.cell};
  record.task.submitted = at(band.submitted);
  record.task.started = at(band.started);
  record.task.completed = at(band.completed);
  record.task.received = at(band.received);
  if (band.travel)
    record.task.travel = {.sent = at(band.travel->sent),
                          .answered = at(band.travel->answered),
                          .bytesSent = static_cast<std::uint64_t>(band.travel->bytesSent),
                          .bytesReceived = static_cast<std::uint64_t>(band.travel->bytesReceived)};
  return record;
}

bool contains(const render::RowRange& rows, std::int32_t row) {
  return rows.begin <= row && row < rows.end;
}

}  // namespace

RunLanes::RunLanes(const stats::Run& run) : RunLanes(run.engines, kRecordedStart) {
  for (std::size_t i = 0; i < run.bands.size(); ++i) add(recordOf(run.bands[i], i));
  end(run.wallTime);
}

RunLanes::RunLanes(int engines, engines::Clock::time_point started) : m_started(started) {
  for (int engine = 0; engine < engines; ++engine) m_lanes.push_back({.engine = engine});
}

void RunLanes::add(const render::BandRecord& band) {
  if (!isStamped(band.task)) return;  // never ran: there is no bar to show
  const std::size_t index = m_bands.size();
  m_bands.push_back(band);
  m_iterations += band.iterations;
  insertBar(m_lanes[laneFor(band.task.engine)].bars, {.begin = secondsOf(band.task.started),
                                                      .end = secondsOf(band.task.completed),
                                                      .band = index});
  note(band);
}

void RunLanes::setEngines(const std::vector<EngineEntry>& engines) {
  for (Lane& lane : m_lanes) {
    const auto entry =
        std::ranges::find(engines, lane.engine, [](const EngineEntry& one) { return one.info.id; });
    if (entry == engines.end()) continue;
    lane.isLost = lane.isLost || entry->isLost;
    if (lane.host.empty()) lane.host = entry->info.host;
  }
  const auto isOnAnother = [this](const Lane& lane) {
    const std::string& first = m_lanes.front().host;
    return !lane.host.empty() && !first.empty() && lane.host != first;
  };
  m_hasHosts = std::ranges::any_of(m_lanes, isOnAnother);
}

void RunLanes::trim(int engines) {
  auto tooMany = static_cast<std::ptrdiff_t>(m_lanes.size()) - engines;
  std::erase_if(m_lanes,
                [&tooMany](const Lane& lane) { return lane.bars.empty() && tooMany-- > 0; });
}

void RunLanes::end(double wallTime) {
  m_wallTime = wallTime;
  m_underWay.clear();
}

void RunLanes::setUnderWay(const std::vector<render::BandWatch::UnderWay>& bands, double now) {
  m_underWay.clear();
  for (const auto& band : bands)
    m_underWay.push_back({laneFor(band.engine), std::min(secondsOf(band.started), now), now});
}

std::size_t RunLanes::laneFor(engines::EngineId engine) {
  const auto lane = std::ranges::find(m_lanes, engine, &Lane::engine);
  if (lane != m_lanes.end()) return static_cast<std::size_t>(lane - m_lanes.begin());
  m_lanes.push_back({.engine = engine});
  return m_lanes.size() - 1;
}

void RunLanes::note(const render::BandRecord& band) {
  const double received = secondsOf(band.task.received);
  const double completed = secondsOf(band.task.completed);
  const Moments seen{
      .submitted = secondsOf(band.task.submitted), .firstTile = received, .lastTile = received};
  if (!m_moments) m_moments = seen;
  m_moments->submitted = std::min(m_moments->submitted, seen.submitted);
  m_moments->firstTile = std::min(m_moments->firstTile, received);
  m_moments->lastTile = std::max(m_moments->lastTile, received);
  if (band.cell > 1) m_moments->firstPass = std::max(m_moments->firstPass.value_or(0.0), completed);
}

std::vector<std::int32_t> RunLanes::cellsAt(double seconds) const {
  std::vector<std::int32_t> cells;
  const auto take = [&cells](const render::RowRange& rows, std::int32_t cell) {
    if (rows.end > static_cast<std::int32_t>(cells.size()))
      cells.resize(static_cast<std::size_t>(rows.end), 1);
    for (auto row = static_cast<std::size_t>(rows.begin); row < static_cast<std::size_t>(rows.end);
         ++row)
      cells[row] = cells[row] == 0 || cell == 0 ? cell : std::min(cells[row], cell);
  };
  for (const bool landed : {false, true}) {
    for (const render::BandRecord& band : m_bands) {
      if (landed && secondsOf(band.task.received) > seconds) continue;
      take(band.rows, landed ? band.cell : 0);
      take(band.mirrored, landed ? band.cell : 0);
    }
  }
  return cells;
}

RunLanes::Progress RunLanes::progressAt(double seconds) const {
  Progress progress;
  for (const Lane& lane : m_lanes) {
    const auto begun = std::ranges::upper_bound(lane.bars, seconds, {}, &LaneBar::begin);
    const auto ended = std::ranges::upper_bound(lane.bars, seconds, {}, &LaneBar::end);
    progress.done += static_cast<std::size_t>(ended - lane.bars.begin());
    if (begun > ended) ++progress.running;
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

std::optional<render::RowRange> RunLanes::rowsOf(std::size_t band) const {
  const render::BandRecord& record = m_bands[band];
  return record.name.empty() ? std::optional(record.rows) : std::nullopt;
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

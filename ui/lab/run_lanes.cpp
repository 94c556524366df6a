// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/run_lanes.h"

#include <algorithm>

#include "core/base/check.h"

namespace fatou::ui {
namespace {

bool contains(const render::RowRange& rows, std::int32_t row) {
  return rows.begin <= row && row < rows.end;
}

}  // namespace

RunLanes::RunLanes(int engines, engines::Clock::time_point started) : m_started(started) {
  for (int engine = 0; engine < engines; ++engine) m_lanes.push_back({.engine = engine});
}

void RunLanes::add(const render::BandRecord& band) {
  if (!isStamped(band.task)) return;  // never ran: there is no bar to show
  const auto seconds = [this](engines::Clock::time_point at) {
    return engines::Seconds(at - m_started).count();
  };
  if (std::ranges::find(m_lanes, band.task.engine, &Lane::engine) == m_lanes.end())
    m_lanes.push_back({.engine = band.task.engine});
  const std::size_t index = m_bands.size();
  m_bands.push_back(band);
  m_iterations += band.iterations;
  insertBar(
      m_lanes[laneOf(index)].bars,
      {.begin = seconds(band.task.started), .end = seconds(band.task.completed), .band = index});
}

std::size_t RunLanes::laneOf(std::size_t band) const {
  const auto engine = m_bands[band].task.engine;
  return static_cast<std::size_t>(std::ranges::find(m_lanes, engine, &Lane::engine) -
                                  m_lanes.begin());
}

std::vector<LaneBar>::const_iterator RunLanes::find(std::size_t band) const {
  const auto& bars = m_lanes[laneOf(band)].bars;
  const double begin = engines::Seconds(m_bands[band].task.started - m_started).count();
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

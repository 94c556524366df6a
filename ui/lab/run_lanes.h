// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/engines/timing.h"
#include "core/render/renderer.h"
#include "ui/lab/lane_layout.h"

namespace fatou::ui {

// The bands of one run, by engine and in order of time: a lane an engine. Pure.
class RunLanes {
 public:
  struct Lane {
    engines::EngineId engine = 0;
    std::vector<LaneBar> bars;  // in order of time
  };

  RunLanes() = default;
  // `engines` lanes, with the ids from 0; an engine with another id gets a lane when it comes.
  RunLanes(int engines, engines::Clock::time_point started);

  void add(const render::BandRecord& band);

  const std::vector<Lane>& lanes() const { return m_lanes; }
  const std::vector<render::BandRecord>& bands() const { return m_bands; }  // as they came
  std::size_t laneOf(std::size_t band) const;
  const LaneBar& barOf(std::size_t band) const;

  // How long the engine stood idle before the band: since the one before, or the run's start.
  engines::Seconds waited(std::size_t band) const;

  // The latest band that computed a row of the picture or stands for it.
  std::optional<std::size_t> bandOfRow(std::int32_t row) const;

  // The sum over all bands; nothing is rounded.
  std::int64_t iterations() const { return m_iterations; }

 private:
  std::vector<LaneBar>::const_iterator find(std::size_t band) const;

  engines::Clock::time_point m_started{};
  std::vector<Lane> m_lanes;
  std::vector<render::BandRecord> m_bands;
  std::int64_t m_iterations = 0;
};

}  // namespace fatou::ui

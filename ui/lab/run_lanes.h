// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/engines/tasks/timing.h"
#include "core/render/band_watch.h"
#include "core/render/renderer.h"
#include "core/stats/run.h"
#include "ui/engines/engine_roster.h"
#include "ui/lab/lane_layout.h"

namespace fatou::ui {

// The bands of one run, by engine and in order of time: a lane an engine. Pure.
class RunLanes {
 public:
  struct Lane {
    engines::EngineId engine = 0;
    std::vector<LaneBar> bars;  // in order of time
    std::string host{};         // of the engine; empty where unknown
    bool isLost = false;        // the engine has ended since
  };

  // The moments of the run as a whole, in seconds from its start.
  struct Moments {
    double submitted = 0.0;  // the first band was handed over
    double firstTile = 0.0;
    double lastTile = 0.0;
    std::optional<double> firstPass;  // the coarse passes were complete; nothing without any

    friend bool operator==(const Moments&, const Moments&) = default;
  };

  RunLanes() = default;
  // The lanes of a run that was recorded or predicted.
  explicit RunLanes(const stats::Run& run);
  // `engines` lanes, with the ids from 0; an engine with another id gets a lane when it comes.
  RunLanes(int engines, engines::Clock::time_point started);

  void add(const render::BandRecord& band);
  // Sets what is known of the engines apart from their bands. An engine that was lost stays lost
  // here, even if another has its number by now.
  void setEngines(const std::vector<EngineEntry>& engines);
  // Takes away lanes without a band, the first ones first, while there are more of them than
  // engines that could take part: some of those have come in place of others.
  void trim(int engines);
  // Whether the engines are on more than one machine.
  bool hasHosts() const { return m_hasHosts; }
  // Ends the run, which has taken so many seconds.
  void end(double wallTime);
  // The duration of the run; nothing while it goes on.
  const std::optional<double>& wallTime() const { return m_wallTime; }

  // A band that an engine computes just now; times are in seconds from the start of the run.
  struct UnderWay {
    std::size_t lane = 0;
    double begin = 0.0;
    double end = 0.0;  // now

    friend bool operator==(const UnderWay&, const UnderWay&) = default;
  };
  void setUnderWay(const std::vector<render::BandWatch::UnderWay>& bands, double now);
  const std::vector<UnderWay>& underWay() const { return m_underWay; }

  const std::vector<Lane>& lanes() const { return m_lanes; }
  const std::vector<render::BandRecord>& bands() const { return m_bands; }  // by arrival
  // The rows of a band; nothing for a task that is no band of a picture.
  std::optional<render::RowRange> rowsOf(std::size_t band) const;
  std::size_t laneOf(std::size_t band) const;
  const LaneBar& barOf(std::size_t band) const;

  // The moments so far; nothing before the first band.
  const std::optional<Moments>& moments() const { return m_moments; }

  // The number of bands that were complete at a moment, and of those that were being computed.
  struct Progress {
    std::size_t done = 0;
    std::size_t running = 0;
  };
  Progress progressAt(double seconds) const;

  // How coarse each row of the picture, from the lowest, was at a moment: a sample stood for so
  // many pixels a side; 0 where there was none yet. Rows that the run left alone are 1.
  std::vector<std::int32_t> cellsAt(double seconds) const;

  // How long the engine stood idle before the band: since the one before, or the run's start.
  engines::Seconds waited(std::size_t band) const;

  // The latest band that computed a row of the picture or stands for it.
  std::optional<std::size_t> bandOfRow(std::int32_t row) const;

  // The sum over all bands; nothing is rounded.
  std::int64_t iterations() const { return m_iterations; }

 private:
  std::size_t laneFor(engines::EngineId engine);
  void note(const render::BandRecord& band);
  double secondsOf(engines::Clock::time_point at) const {
    return engines::Seconds(at - m_started).count();
  }
  std::vector<LaneBar>::const_iterator find(std::size_t band) const;

  engines::Clock::time_point m_started{};
  std::vector<Lane> m_lanes;
  std::vector<render::BandRecord> m_bands;
  std::int64_t m_iterations = 0;
  std::optional<Moments> m_moments;
  std::optional<double> m_wallTime;
  std::vector<UnderWay> m_underWay;
  bool m_hasHosts = false;
};

}  // namespace fatou::ui

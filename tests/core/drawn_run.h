// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/stats/run.h"

namespace fatou::stats {

// A schedule as text, a lane an engine and a second a character: a letter is a band on its core,
// the same letter in upper case one that waits for a core, a dot an idle engine, and an underscore
// one that is free for its next band and has no core. Band a computes row 0, b row 1 and so on.
using Drawing = std::vector<std::string>;

inline Run drawn(const Drawing& lanes, int cores = 0, const std::string& view = "balanced") {
  Run run{.view = view, .engines = static_cast<int>(lanes.size()), .cores = cores};
  for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
    run.wallTime = std::max(run.wallTime, static_cast<double>(lanes[lane].size()));
    double coreWait = 0.0;
    for (std::size_t at = 0; at < lanes[lane].size(); ++at) {
      const char drawnAs = lanes[lane][at];
      if (drawnAs == '_') coreWait += 1.0;
      if (drawnAs == '.' || drawnAs == '_') continue;
      const int row = std::tolower(drawnAs) - 'a';
      if (run.bands.empty() || run.bands.back().rows.begin != row)
        run.bands.push_back({.engine = static_cast<int>(lane),
                             .rows = {row, row + 1},
                             .iterations = 100,
                             .started = static_cast<double>(at),
                             .coreWait = std::exchange(coreWait, 0.0)});
      Band& band = run.bands.back();
      band.completed = band.received = static_cast<double>(at + 1);
      if (std::islower(drawnAs) != 0) band.cpuTime += 1.0;
    }
  }
  return run;
}

// The other way: bands of one row each, times rounded to seconds.
inline Drawing drawing(const Run& run) {
  Drawing lanes(static_cast<std::size_t>(run.engines),
                std::string(static_cast<std::size_t>(std::lround(run.wallTime)), '.'));
  for (const Band& band : run.bands) {
    const auto from = static_cast<std::size_t>(std::lround(band.started));
    const auto to = static_cast<std::size_t>(std::lround(band.completed));
    for (std::size_t at = from; at < to; ++at)
      lanes[static_cast<std::size_t>(band.engine)][at] = static_cast<char>('a' + band.rows.begin);
  }
  return lanes;
}

}  // namespace fatou::stats

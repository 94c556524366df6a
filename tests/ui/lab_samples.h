// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/comparison_run.h"
#include "core/stats/run.h"
#include "ui/state/explorer_state.h"

namespace fatou::ui {

// A comparison of a picture this small takes milliseconds.
inline render::ComparisonPlan tinyPlan() {
  render::RenderRequest request{
      .picture = {.place = ExplorerState::initial().place, .width = 64, .height = 48},
      .engines = {}};
  request.picture.place.tmax = 200;
  return {.request = request, .engineCounts = {1, 2}, .bandHeights = {4}, .repeats = 3, .cores = 2};
}

// Two engines, direct: the one works twice as long as the other.
inline stats::Run unevenRun() {
  stats::Run run{.view = "direct", .engines = 2, .cores = 2, .wallTime = 0.030, .bands = {}};
  for (int i = 0; i < 4; ++i) {
    const double length = i < 2 ? 0.005 : 0.010;
    const double begin = i % 2 * length + 0.001;
    run.bands.push_back({.engine = i / 2,
                         .rows = {i * 10, i * 10 + 10},
                         .iterations = i < 2 ? 1'000 : 2'000,
                         .started = begin,
                         .completed = begin + length,
                         .received = begin + length});
  }
  return run;
}

}  // namespace fatou::ui

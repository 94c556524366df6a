// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/engines/engine_source.h"
#include "core/render/render_request.h"
#include "core/stats/comparison.h"

namespace fatou::render {

// One picture to be computed serially and through views of engines, and how often.
struct ComparisonPlan {
  RenderRequest request;                  // its view and engines are varied
  std::vector<int> engineCounts{1};       // each direct and balanced
  std::vector<std::int32_t> bandHeights;  // each of them; the request's when empty
  int repeats = 5;
  int cores = 0;  // of the machine, 0 where unknown: noted in the runs
  engines::EngineSource source{};
};

// Told how far a comparison is: whole pictures computed, of all with those to warm up.
using ComparisonProgress = std::function<void(int done, int total)>;

// Measures on the calling thread, which gathers, and on engines of its own from the plan's source.
// Each configuration runs once to warm up, untimed; then all in turn, `repeats` times, so that a
// drift of the machine hits all alike. The serial configuration is the first. A stop gives what
// there is by then: repeats may be fewer. The Error says why the request cannot be rendered, or
// that an engine was lost.
Result<std::vector<stats::Configuration>> measure(const ComparisonPlan& plan,
                                                  const ComparisonProgress& progress = {},
                                                  const std::stop_token& stop = {});

}  // namespace fatou::render

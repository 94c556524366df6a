// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <stop_token>

#include "core/render/render_job.h"
#include "ui/canvas/fractal_canvas.h"
#include "ui/state/explorer_state.h"

// A canvas as tests drive it, whatever shows it.
namespace fatou::tests {

// A state whose picture is quickly computed.
inline ui::ExplorerState smallState() {
  ui::ExplorerState state = ui::ExplorerState::initial();
  state.place.tmax = 300;
  state.engines.count = 2;
  return state;
}

// Whether J of the picture is as `fatou render` computes it for the same request.
inline bool hasCountsOfTheCommandLine(const ui::FractalCanvas& canvas) {
  render::RenderRequest request = canvas.picture().request();
  request.picture.quantities = {};
  const auto job = render::RenderJob::create(request).value();
  const auto tile = job->computeBlock(
      {.rect = {0, 0, request.picture.width, request.picture.height}, .sampling = {}},
      std::stop_token());
  return std::ranges::equal(canvas.picture().counts(),
                            std::span(tile.counts.data(), std::size_t(tile.counts.size())));
}

}  // namespace fatou::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>

#include "core/render/known_pixels.h"
#include "core/render/renderer.h"

namespace fatou::render {

// The rest of a picture that is to be computed, and in which passes.
struct ProgressiveWork {
  KnownPixels known;          // of the picture's size; empty when nothing is known
  std::int32_t coarsest = 1;  // stride of the first pass, a power of two; 1 goes for it at once
};

// The work of a picture over all its passes.
struct PlannedWork {
  std::size_t bands = 0;
  std::int64_t samples = 0;

  friend bool operator==(const PlannedWork&, const PlannedWork&) = default;
};

struct ProgressSinks {
  TileSink tile;                                    // every tile of every pass
  std::function<void(std::size_t)> passBegun;       // with its number of bands
  std::function<void(std::int32_t)> passDone;       // with its stride
  std::function<void(const PlannedWork&)> planned;  // once, before all; may be null
};

// Renders what is missing of a job's picture, coarse to fine, on the calling thread's time; the
// record has the bands of all passes. Each pixel is computed once. Stops and fails as
// Renderer::render() does.
Result<RunRecord> renderProgressively(const Renderer& renderer,
                                      const std::shared_ptr<const RenderJob>& job,
                                      const ProgressiveWork& work, const ProgressSinks& sinks,
                                      const std::stop_token& stop = {});

}  // namespace fatou::render

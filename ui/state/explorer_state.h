// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "core/color/coloring.h"
#include "core/julia/plane/place.h"
#include "core/render/map_plane.h"
#include "core/render/render_request.h"

namespace fatou::ui {

// A picture of its own size, where it does not follow the canvas.
struct PixelSize {
  std::int32_t width = 0;
  std::int32_t height = 0;

  friend bool operator==(const PixelSize&, const PixelSize&) = default;
};

// What the window shows, as one value: every step of the history is one of these.
struct ExplorerState {
  julia::Place place;             // c, the view as the user gave it, tmax
  std::optional<PixelSize> size;  // nothing: as large as the canvas
  int samples = 1;                // s x s a pixel: 1 ... exports::kMaxSamples
  render::EngineSetup engines;
  color::Coloring coloring;
  // Which of the formula's maps was chosen, without c; nothing: the usual one.
  std::optional<render::MapPlane> mapPlane;

  static ExplorerState initial();  // the first start's picture, on all cores

  friend bool operator==(const ExplorerState&, const ExplorerState&) = default;
};

}  // namespace fatou::ui

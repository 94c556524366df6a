// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/render/progressive_renderer.h"

namespace fatou::render {

// Hands on the tiles of several passes pass by pass, in whatever order they come, so that engines
// can begin a pass while the last tiles of the one before it are computed or on their way. Tiles
// that come too early are kept until it is their turn: a coarse one must not cover a fine one. On
// one thread.
class PassesInOrder {
 public:
  // The passes in order, each with a band at least, which is a tile. After `stop` nothing is handed
  // on. `sinks` has to live as long as this.
  struct Planned {
    std::int32_t stride = 1;
    std::size_t bands = 0;
  };
  PassesInOrder(const std::vector<Planned>& passes, const ProgressSinks& sinks,
                std::stop_token stop);

  // Says that the first pass begins.
  void begin() { m_sinks.passBegun(m_passes.front().left); }
  // A tile of any of the passes.
  void take(const Tile& tile, const BandRecord& band);

 private:
  struct Kept {
    Tile tile;
    BandRecord band;
  };
  struct Pass {
    std::int32_t stride = 1;
    std::size_t left = 0;  // bands whose tiles are still to be handed on
    std::vector<Kept> kept{};
  };

  void handOn(const Tile& tile, const BandRecord& band);
  void beginNext();

  std::vector<Pass> m_passes;
  std::size_t m_current = 0;
  const ProgressSinks& m_sinks;
  const std::stop_token m_stop;
};

}  // namespace fatou::render

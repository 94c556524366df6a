// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <Eigen/Core>

#include "core/base/iteration_field.h"
#include "core/base/pixel_rect.h"
#include "core/kernels/fast_escape_time.h"
#include "core/render/pixel_block.h"
#include "core/render/render_request.h"

namespace fatou::render {

// Iteration counts, row-major, lowest row first.
using CountArray = Eigen::Array<std::int32_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// One number a pixel, laid out as the counts.
using QuantityArray = Eigen::Array<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// A finished band: J of one rectangle of the picture. Plain data, so it crosses threads and
// processes.
struct Tile {
  PixelRect rect;
  Sampling sampling;            // which of the rectangle's pixels were computed
  CountArray counts;            // one a sample: rect.height x rect.width where sampling.isFull()
  QuantityArray smooth;         // as counts where the request asks for it, else 0 x 0
  QuantityArray distance;       // in pixels; likewise
  CountArray cycles;            // which cycle an orbit ends in; likewise
  std::int64_t iterations = 0;  // sum of counts: steps of the formula that J stands for
  kernels::FastStatistics
      lanes;  // steps that were taken; 0 of the plain kernel and of mirror images

  IterationNumbers numbers() const;  // of all samples, lowest row first
  IterationNumbers row(std::int32_t sampleRow) const;
};

// Tiles are moved a lot, which must not copy their numbers.
static_assert(std::is_nothrow_move_constructible_v<Tile>);

// Whether a tile is of just these samples and has the numbers that were asked for. To be asked
// before a tile from an engine elsewhere is used, which may be damaged.
inline bool isTileOf(const Tile& tile, const PixelBlock& block, const Quantities& quantities) {
  const auto fits = [&block](const auto& array) {
    return array.rows() == block.rows() && array.cols() == block.columns();
  };
  const auto isAsked = [&fits](bool wanted, const auto& array) {
    return wanted ? fits(array) : array.size() == 0;
  };
  return tile.rect == block.rect && tile.sampling == block.sampling && fits(tile.counts) &&
         isAsked(quantities.smooth, tile.smooth) && isAsked(quantities.distance, tile.distance) &&
         isAsked(quantities.cycle, tile.cycles);
}

// The tiles in a vector. An initializer list would copy all their numbers.
template <typename... Tiles>
std::vector<Tile> tilesOf(Tiles... tiles) {
  std::vector<Tile> all;
  all.reserve(sizeof...(tiles));
  (all.push_back(std::move(tiles)), ...);
  return all;
}

// Returns room for one number a count, all 0, if it is wanted; else an empty span.
std::span<float> zeroRoom(bool wanted, const CountArray& counts, QuantityArray& numbers);

}  // namespace fatou::render

namespace fatou::engines {

class Reader;
class Writer;
template <typename T>
struct Wire;

// A tile is sent by its members; its numbers packed where that is asked for and makes them shorter.
template <>
struct Wire<render::Tile> {
  static void write(Writer& writer, const render::Tile& tile);
  static render::Tile read(Reader& reader);
};

}  // namespace fatou::engines

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/range.h"
#include "core/julia/plane/symmetry.h"
#include "core/render/pixel_block.h"
#include "core/render/render_request.h"

namespace fatou::render {

// Rows [begin, end) of a picture; row 0 is the lowest.
using RowRange = Range<std::int32_t>;

// All pixels of these rows.
inline PixelBlock fullRows(std::int32_t width, RowRange rows) {
  return {.rect = {0, rows.begin, width, rows.size()}, .sampling = {}};
}

// How rows are shared out: bands in row order and, for the direct view, how many of them each
// engine gets. Pure: decided before anything runs.
struct TilePlan {
  std::vector<RowRange> bands;             // to be computed
  std::vector<std::size_t> bandsOfEngine;  // one entry an engine; empty unless direct
  bool mirrored = false;  // each band also stands for mirroredRows(); the rest is not computed

  friend bool operator==(const TilePlan&, const TilePlan&) = default;
};

// Cuts `rows` of a picture of `height` rows. Direct: one contiguous block of rows an engine by the
// block formula, each cut into bands. Balanced and serial: bands of equal height, the last one
// smaller. Where the picture repeats itself and `rows` lie symmetrically in it, only the upper
// half is cut.
TilePlan planTiles(const EngineSetup& setup, std::int32_t height, RowRange rows,
                   julia::Symmetry symmetry = julia::Symmetry::None);

// The rows of a picture of `height` rows that repeat those of a band in its upper half; a middle
// row is its own mirror image and not among them.
RowRange mirroredRows(RowRange band, std::int32_t height);

// Rows a band where the setup leaves it open: about 16 bands an engine, so that the last one
// costs little waiting and the fast kernel's lists run dry seldom, in multiples of 12 because
// kernels take 4 or 6 rows at once.
std::int32_t automaticBandRows(std::int32_t rows, int engines);

// A picture is rendered in slabs of full-width rows, so that memory stays bounded whatever its
// size: at most `most` samples a slab (one row at the least), samples x samples a pixel, from
// the top of the picture down, which is the order in which picture files are written. A picture of
// several slabs has kSlabRows rows in each, or a multiple of that, or a power of two below it: what
// files cut pictures into fits.
inline constexpr std::int64_t kSlabSamples = std::int64_t{1} << 24;
inline constexpr std::int32_t kSlabRows = 256;
std::vector<RowRange> slabs(std::int32_t width, std::int32_t height, int samples = 1,
                            std::int64_t most = kSlabSamples);

}  // namespace fatou::render

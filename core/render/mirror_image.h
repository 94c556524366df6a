// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/julia/plane/grid.h"
#include "core/julia/plane/symmetry.h"
#include "core/kernels/fast_escape_time.h"
#include "core/render/tile.h"
#include "core/render/tile_plan.h"

namespace fatou::render {

// Where the mirrors of a band's pixels are, in the order of the pixels.
julia::Grid mirrorPoints(const julia::Grid& grid, julia::Symmetry symmetry, RowRange rows);

// The tile that stands for mirroredRows() of a band in a picture of `height` rows, with the band's
// numbers.
Tile mirrorImage(const Tile& band, julia::Symmetry symmetry, std::int32_t height);

// Puts those counts and smooth counts of a band's mirror image right that do not repeat the band's.
void correctMirrorImage(const kernels::MirrorReport& report, const Tile& band,
                        julia::Symmetry symmetry, Tile& image);

}  // namespace fatou::render

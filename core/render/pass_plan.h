// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/pixel_rect.h"
#include "core/render/pixel_block.h"

namespace fatou::render {

// One time through what is missing of a picture, coarse or fine.
struct Pass {
  std::int32_t stride = 1;         // the picture's samples are this far apart when it is done
  std::vector<PixelBlock> blocks;  // from the top down; none is without samples

  std::int64_t samples() const;
};

// Coarse to fine: with `coarsest` a power of two, passes with the strides coarsest, coarsest / 2 …
// 1. Together they compute every pixel of `missing` once; each leaves out what the ones before it
// have computed.
std::vector<Pass> planPasses(const std::vector<PixelRect>& missing, std::int32_t coarsest);

// Cuts blocks into bands of at most `bandRows` sampled rows, in the same order.
std::vector<PixelBlock> cutIntoBands(const std::vector<PixelBlock>& blocks, std::int32_t bandRows);

}  // namespace fatou::render

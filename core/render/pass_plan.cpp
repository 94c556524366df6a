// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/pass_plan.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "core/base/check.h"

namespace fatou::render {
namespace {

// The samples that the pass with this stride adds to those with twice the stride: the rows between
// their rows, and on their rows the columns between their columns.
std::vector<Sampling> samplingsOf(std::int32_t stride, bool first) {
  if (first) return {{.strideX = stride, .strideY = stride}};
  return {{.strideX = stride, .strideY = 2 * stride, .phaseX = 0, .phaseY = stride},
          {.strideX = 2 * stride, .strideY = 2 * stride, .phaseX = stride, .phaseY = 0}};
}

}  // namespace

std::int64_t Pass::samples() const {
  return std::accumulate(blocks.begin(), blocks.end(), std::int64_t{0},
                         [](auto sum, const PixelBlock& block) { return sum + block.samples(); });
}

std::vector<Pass> planPasses(const std::vector<PixelRect>& missing, std::int32_t coarsest) {
  FATOU_CHECK(coarsest >= 1 && std::has_single_bit(static_cast<std::uint32_t>(coarsest)));
  std::vector<Pass> passes;
  for (std::int32_t stride = coarsest; stride >= 1; stride /= 2) {
    Pass pass{.stride = stride, .blocks = {}};
    for (const PixelRect& rect : missing) {
      for (const Sampling& sampling : samplingsOf(stride, stride == coarsest)) {
        const PixelBlock block{rect, sampling};
        if (block.samples() > 0) pass.blocks.push_back(block);
      }
    }
    passes.push_back(std::move(pass));
  }
  return passes;
}

std::vector<PixelBlock> cutIntoBands(const std::vector<PixelBlock>& blocks, std::int32_t bandRows) {
  FATOU_CHECK(bandRows >= 1);
  std::vector<PixelBlock> bands;
  for (const PixelBlock& block : blocks) {
    const std::int32_t height = bandRows * block.sampling.strideY;
    for (std::int32_t end = block.rect.y + block.rect.height; end > block.rect.y; end -= height) {
      PixelBlock band = block;
      band.rect.y = std::max(block.rect.y, end - height);
      band.rect.height = end - band.rect.y;
      if (band.samples() > 0) bands.push_back(band);
    }
  }
  return bands;
}

}  // namespace fatou::render

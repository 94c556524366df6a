// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/picture_sample.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"
#include "core/engines/tasks/errors.h"

namespace fatou::render {
namespace {

constexpr std::int32_t kPatchSide = 16;
constexpr std::int32_t kUnknown = -1;

// A number from 0 to below `bound` that looks like chance (the finisher of SplitMix64).
std::int64_t scattered(std::uint64_t seed, std::int64_t bound) {
  std::uint64_t x = (seed + 1) * 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  x ^= x >> 31;
  return static_cast<std::int64_t>(x % static_cast<std::uint64_t>(bound));
}

// A patch within [from, to) on one axis.
struct Span {
  std::int32_t from;
  std::int32_t length;
};
Span patchWithin(std::int32_t from, std::int32_t to, std::uint64_t seed) {
  const std::int32_t length = std::min(kPatchSide, to - from);
  const std::int64_t room = to - from - length;
  return {from + static_cast<std::int32_t>(scattered(seed, room + 1)), length};
}

std::int32_t border(std::int64_t i, std::int32_t cells, std::int32_t length) {
  return static_cast<std::int32_t>(i * length / cells);
}

// Whether a neighbour within the patch has another J.
bool isEdge(const PixelRect& patch, std::span<const std::int32_t> counts, std::size_t at) {
  const auto width = static_cast<std::size_t>(patch.width);
  const auto differs = [&](bool isThere, std::size_t other) {
    return isThere && counts[other] != kUnknown && counts[other] != counts[at];
  };
  const std::size_t column = at % width;
  return differs(column > 0, at - 1) || differs(column + 1 < width, at + 1) ||
         differs(at >= width, at - width) || differs(at + width < counts.size(), at + width);
}

void addQuantities(const IterationNumbers& numbers, std::size_t at, SampledPixel& pixel) {
  if (!numbers.smooth.empty()) pixel.smooth = numbers.smooth[at];
  if (!numbers.distance.empty()) pixel.distance = numbers.distance[at];
}

std::vector<std::int32_t> countsOf(const PixelRect& patch, std::int32_t width,
                                   std::span<const std::int32_t> counts) {
  std::vector<std::int32_t> of;
  of.reserve(static_cast<std::size_t>(patch.area()));
  for (std::int32_t row = patch.y; row < patch.y + patch.height; ++row) {
    const auto from = counts.begin() + std::int64_t{row} * width + patch.x;
    of.insert(of.end(), from, from + patch.width);
  }
  return of;
}

}  // namespace

std::vector<PixelRect> samplePatches(std::int32_t width, std::int32_t height, int pixels) {
  if (width <= 0 || height <= 0 || pixels <= 0) return {};
  const std::int64_t wanted = std::min<std::int64_t>(pixels, std::int64_t{width} * height);
  const double perColumn = std::sqrt(static_cast<double>(wanted) * width / height);
  const auto columns = static_cast<std::int32_t>(
      std::clamp<std::int64_t>(std::llround(perColumn), (wanted + height - 1) / height,
                               std::min<std::int64_t>(width, wanted)));
  const auto rows = static_cast<std::int32_t>((wanted + columns - 1) / columns);
  const std::int64_t cells = std::int64_t{columns} * rows;
  std::vector<PixelRect> patches;
  patches.reserve(static_cast<std::size_t>(wanted));
  for (std::int64_t k = 0; k < wanted; ++k) {
    const std::int64_t cell = k * cells / wanted;  // the few that are too many are left out evenly
    const std::int64_t column = cell % columns;
    const std::int64_t row = cell / columns;
    const auto seed = static_cast<std::uint64_t>(2 * k);
    const Span x =
        patchWithin(border(column, columns, width), border(column + 1, columns, width), seed);
    const Span y = patchWithin(border(row, rows, height), border(row + 1, rows, height), seed + 1);
    patches.push_back({x.from, y.from, x.length, y.length});
  }
  return patches;
}

std::optional<SampledPixel> samplePatch(std::size_t index, const PixelRect& patch,
                                        std::span<const std::int32_t> counts) {
  FATOU_CHECK(counts.size() == static_cast<std::size_t>(patch.area()));
  if (counts.empty()) return {};
  const auto first = static_cast<std::size_t>(
      scattered(~static_cast<std::uint64_t>(index), static_cast<std::int64_t>(counts.size())));
  std::optional<std::size_t> found;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const std::size_t at = (first + k) % counts.size();
    if (counts[at] == kUnknown) continue;
    if (!found) found = at;
    if (index % 2 == 0) break;
    if (!isEdge(patch, counts, at)) continue;
    found = at;
    break;
  }
  if (!found) return {};
  const auto at = static_cast<std::int32_t>(*found);
  return SampledPixel{.column = patch.x + at % patch.width,
                      .row = patch.y + at / patch.width,
                      .count = counts[*found]};
}

std::vector<SampledPixel> samplePicture(std::int32_t width, std::int32_t height,
                                        const IterationNumbers& numbers, int pixels) {
  FATOU_CHECK(numbers.counts.size() == static_cast<std::size_t>(std::int64_t{width} * height));
  const auto patches = samplePatches(width, height, pixels);
  std::vector<SampledPixel> sample;
  for (std::size_t i = 0; i < patches.size(); ++i)
    if (auto pixel = samplePatch(i, patches[i], countsOf(patches[i], width, numbers.counts))) {
      const auto at = std::int64_t{pixel->row} * width + pixel->column;
      addQuantities(numbers, static_cast<std::size_t>(at), *pixel);
      sample.push_back(*pixel);
    }
  return sample;
}

std::optional<std::vector<SampledPixel>> samplePicture(const RenderJob& job, int pixels,
                                                       const std::stop_token& stop) {
  const auto patches =
      samplePatches(job.request().picture.width, job.request().picture.height, pixels);
  std::vector<SampledPixel> sample;
  try {
    for (std::size_t i = 0; i < patches.size(); ++i) {
      const PixelRect& patch = patches[i];
      const Tile tile = job.computeBlock({.rect = patch, .sampling = {}}, stop);
      const IterationNumbers numbers = tile.numbers();
      if (auto pixel = samplePatch(i, patch, numbers.counts)) {
        const auto at = (pixel->row - patch.y) * patch.width + (pixel->column - patch.x);
        addQuantities(numbers, static_cast<std::size_t>(at), *pixel);
        sample.push_back(*pixel);
      }
    }
  } catch (const engines::TaskAborted&) {
    return {};
  }
  return sample;
}

}  // namespace fatou::render

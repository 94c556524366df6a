// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/file_density.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"

namespace fatou::io {
namespace {

ByteRange atQuality(std::span<const QualityDensity> densities, double quality) {
  const auto above = std::ranges::find_if(
      densities, [quality](const QualityDensity& one) { return one.quality >= quality; });
  FATOU_CHECK(above != densities.end());
  if (above == densities.begin()) return above->bytes;
  const auto below = above - 1;
  const double share = (quality - below->quality) / (above->quality - below->quality);
  return {.least = std::lerp(below->bytes.least, above->bytes.least, share),
          .most = std::lerp(below->bytes.most, above->bytes.most, share)};
}

}  // namespace

ByteRange bytesAt(const FileDensity& density, const FileOptions& options, bool hasNumbers) {
  if (!density.byQuality.empty()) return atQuality(density.byQuality, options.quality);
  const auto byDepth = hasNumbers ? density.withNumbers : density.byDepth;
  const auto found = std::ranges::find(byDepth, options.depth, &DepthDensity::depth);
  FATOU_CHECK(found != byDepth.end());
  return found->bytes;
}

}  // namespace fatou::io

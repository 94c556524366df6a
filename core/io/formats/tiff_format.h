// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "core/io/formats/file_density.h"
#include "core/io/formats/picture_format.h"

namespace fatou::io {

// A million tiles, which a reader needs 16 MiB to know the places of.
inline constexpr std::int32_t kLargestTiffSide = 262'144;

inline constexpr std::array kTiffDensities{DepthDensity{Depth::Eight, {0.35, 3.4}},
                                           DepthDensity{Depth::Sixteen, {0.83, 9.0}},
                                           DepthDensity{Depth::Float, {1.1, 19.0}}};

// RGB in tiles of 256 x 256 pixels, 8 or 16 bits of sRGB or 32-bit floats of linear light a
// channel, each tile packed on its own; a BigTIFF where the pixels might need more than 4 GB. The
// directories behind the first hold the picture at 1/2, 1/4, … of its size, down to one tile, as
// viewers of large pictures want it; they are made at the end of what is in the file, 2 x 2 pixels'
// light averaged. What made the picture and J's SHA-256 stand in ImageDescription, encoded as
// provenance.h says.
std::unique_ptr<PictureFormat> makeTiffFormat(const PictureInfo& info);

}  // namespace fatou::io

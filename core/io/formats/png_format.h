// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "core/io/formats/file_density.h"
#include "core/io/formats/picture_format.h"

namespace fatou::io {

// The longest side, in pixels, that libpng, and so nearly every program, opens unless it is told
// otherwise.
inline constexpr std::int32_t kLargestPngSide = 1'000'000;

inline constexpr std::array kPngDensities{DepthDensity{Depth::Eight, {0.27, 2.5}},
                                          DepthDensity{Depth::Sixteen, {0.53, 6.4}}};

// In front of a parameter's key in the text chunks of our PNG files: "Fatou c".
inline constexpr char kPngKeyPrefix[] = "Fatou ";

// RGB of 8 or 16 bits a channel, the top row first. What made it stands in text chunks: "Software"
// and one iTXt chunk a parameter, the key prefixed; J's SHA-256 comes behind the pixels, as it is
// known then. Strips of rows are compressed on their own (zlib_strips.h says what of a processor
// their bytes depend on).
std::unique_ptr<PictureFormat> makePngFormat(const PictureInfo& info);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "core/io/formats/file_density.h"
#include "core/io/formats/picture_format.h"

namespace fatou::io {

// The longest side, in pixels, that OpenEXR's own tools take for a real one.
inline constexpr std::int32_t kLargestExrSide = 262'144;

inline constexpr std::array kExrDensities{DepthDensity{Depth::Half, {0.9, 4.8}},
                                          DepthDensity{Depth::Float, {2.0, 13.0}}};
inline constexpr std::array kExrDensitiesWithNumbers{DepthDensity{Depth::Half, {2.0, 16.0}},
                                                     DepthDensity{Depth::Float, {2.8, 24.0}}};

// In front of a parameter's key in the attributes of our EXR files: "fatou:c".
inline constexpr char kExrKeyPrefix[] = "fatou:";

// OpenEXR, scan lines in chunks of 16, ZIP. Channels R, G, B are linear light, half or float. Where
// a pixel is one point there are also
//   N       J, uint
//   NF      what the smooth count is more than J, float; 0 in the interior
//   DE      the distance to the Julia set in pixels, float
//   engine  which engine computed the row, uint; 4,294,967,295 where nobody knows
// What made the picture stands in string attributes: "software" and one a parameter, the key
// prefixed; J's SHA-256 is the last of them.
std::unique_ptr<PictureFormat> makeExrFormat(const PictureInfo& info);

}  // namespace fatou::io

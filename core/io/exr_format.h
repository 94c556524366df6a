// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/io/picture_format.h"

namespace fatou::io {

// Where OpenEXR's own tools stop believing a size.
inline constexpr std::int32_t kLargestExrSide = 262'144;

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

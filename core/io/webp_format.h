// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/io/picture_format.h"

namespace fatou::io {

inline constexpr std::int32_t kLargestWebpSide = 16'383;  // what the format allows
// 4096 x 4096: without loss libwebp takes about 20 bytes of memory for a pixel.
inline constexpr std::int64_t kMostWebpPixels = std::int64_t{1} << 24;

// A WebP of options.quality, at 100 without loss. What made it and J's SHA-256 stand in an XMP
// packet.
std::unique_ptr<PictureFormat> makeWebpFormat(const PictureInfo& info);

}  // namespace fatou::io

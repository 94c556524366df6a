// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "core/io/formats/file_density.h"
#include "core/io/formats/picture_format.h"

namespace fatou::io {

inline constexpr std::int32_t kLargestWebpSide = 16'383;  // what the format allows
// 4096 x 4096: without loss libwebp takes about 20 bytes of memory for a pixel.
inline constexpr std::int64_t kMostWebpPixels = std::int64_t{1} << 24;

inline constexpr std::array kWebpDensities{
    QualityDensity{1.0, {0.005, 0.15}}, QualityDensity{50.0, {0.011, 0.35}},
    QualityDensity{92.0, {0.026, 0.65}}, QualityDensity{99.0, {0.05, 0.9}},
    QualityDensity{100.0, {0.13, 1.9}}};

// A WebP of options.quality, at 100 without loss. What made it and J's SHA-256 stand in an XMP
// packet.
std::unique_ptr<PictureFormat> makeWebpFormat(const PictureInfo& info);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>

#include "core/io/formats/file_density.h"
#include "core/io/formats/picture_format.h"

namespace fatou::io {

inline constexpr std::int32_t kLargestNpySide = std::numeric_limits<std::int32_t>::max();

// Nothing is compressed, and no depth is chosen.
inline constexpr std::array kNpyDensities{DepthDensity{Depth::Eight, {4.0, 4.0}}};

// A NumPy array, shape (height, width), C order, row 0 first: J as little-endian int32 ('<i4'), or
// smooth count or distance as float32 ('<f4'). Where J is of basins, the shape is (2, height,
// width), and the second plane says which cycle: 1 or more, 0 for none, -1 for escaped. What made
// it stands behind the array; npy_header.h says why.
std::unique_ptr<PictureFormat> makeNpyFormat(const PictureInfo& info);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <memory>

#include "core/base/result.h"
#include "core/io/picture_file.h"
#include "core/io/picture_writer.h"

namespace fatou::io {

inline constexpr std::int32_t kLargestNpySide = std::numeric_limits<std::int32_t>::max();

// J as an array of little-endian int32 (numpy '<i4'), shape (height, width), C order, row 0 first.
// What made it stands in the header as a comment; npy_header.h says why that is legal.
Result<std::unique_ptr<PictureWriter>> makeNpyWriter(std::unique_ptr<PictureFile> file,
                                                     const PictureInfo& info);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/base/result.h"
#include "core/io/picture_file.h"
#include "core/io/picture_writer.h"

namespace fatou::io {

// What libpng, and so nearly every program, opens unless it is told otherwise.
inline constexpr std::int32_t kLargestPngSide = 1'000'000;

// In front of a parameter's key in the text chunks of our PNG files: "Fatou c".
inline constexpr char kPngKeyPrefix[] = "Fatou ";

// The picture in the default colours, 8-bit RGB, the top row first. What made it stands in text
// chunks: "Software" and one iTXt chunk a parameter, the key prefixed. Rows are compressed on all
// cores, the caller's thread among them; on one machine the bytes of the file depend on the picture
// alone. (zlib_strips.h says what of a processor they depend on.)
Result<std::unique_ptr<PictureWriter>> makePngWriter(std::unique_ptr<PictureFile> file,
                                                     const PictureInfo& info);

// The same on about so many threads.
Result<std::unique_ptr<PictureWriter>> makePngWriter(std::unique_ptr<PictureFile> file,
                                                     const PictureInfo& info, int threads);

}  // namespace fatou::io

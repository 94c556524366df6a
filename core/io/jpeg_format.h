// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/io/picture_format.h"

namespace fatou::io {

inline constexpr std::int32_t kLargestJpegSide = 65'500;  // what libjpeg allows

// A baseline JPEG of options.quality, with as many pixels of colour as of brightness. What made it
// and J's SHA-256 stand in comments, encoded as provenance.h says, one going on in the next.
std::unique_ptr<PictureFormat> makeJpegFormat(const PictureInfo& info);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "core/io/formats/file_density.h"
#include "core/io/formats/picture_format.h"

namespace fatou::io {

inline constexpr std::int32_t kLargestJpegSide = 65'500;  // what libjpeg allows

inline constexpr std::array kJpegDensities{
    QualityDensity{1.0, {0.01, 0.15}}, QualityDensity{50.0, {0.028, 0.43}},
    QualityDensity{92.0, {0.063, 1.4}}, QualityDensity{100.0, {0.25, 3.2}}};

// A baseline JPEG of options.quality, with as many pixels of colour as of brightness. What made it
// and J's SHA-256 stand in comments, encoded as provenance.h says, one going on in the next.
std::unique_ptr<PictureFormat> makeJpegFormat(const PictureInfo& info);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>

#include <QLatin1String>
#include <QString>

#include "core/base/result.h"
#include "core/io/picture_format.h"
#include "core/io/picture_info.h"

namespace fatou::io {

// What there is to know of a format before a file is made.
struct FormatTraits {
  QLatin1String ending;
  std::int64_t largestSide;
  std::int64_t mostPixels;
  std::span<const Depth> depths;  // that it has; none where it holds numbers instead of colours
  bool onePointAPixel;            // holds the numbers of points, so pixels may not have several
  std::unique_ptr<PictureFormat> (*make)(const PictureInfo&);
};

std::span<const FormatTraits> pictureFormats();

// The format that the name's ending says, or what is wrong with it, or with what it is to hold.
Result<const FormatTraits*> formatFor(const QString& path, const PictureInfo& info);

}  // namespace fatou::io

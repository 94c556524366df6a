// SPDX-License-Identifier: GPL-3.0-or-later
// The table of picture formats names what writes them, too. The fuzzers only read: these stand in
// for the writers, which would need everything that packs pixels.
#include <memory>

#include "core/io/formats/exr_format.h"
#include "core/io/formats/jpeg_format.h"
#include "core/io/formats/npy_format.h"
#include "core/io/formats/picture_format.h"
#include "core/io/formats/png_format.h"
#include "core/io/formats/tiff_format.h"
#include "core/io/formats/webp_format.h"

namespace fatou::io {

std::unique_ptr<PictureFormat> makeExrFormat(const PictureInfo& /*info*/) {
  return nullptr;
}
std::unique_ptr<PictureFormat> makeJpegFormat(const PictureInfo& /*info*/) {
  return nullptr;
}
std::unique_ptr<PictureFormat> makeNpyFormat(const PictureInfo& /*info*/) {
  return nullptr;
}
std::unique_ptr<PictureFormat> makePngFormat(const PictureInfo& /*info*/) {
  return nullptr;
}
std::unique_ptr<PictureFormat> makeTiffFormat(const PictureInfo& /*info*/) {
  return nullptr;
}
std::unique_ptr<PictureFormat> makeWebpFormat(const PictureInfo& /*info*/) {
  return nullptr;
}

}  // namespace fatou::io

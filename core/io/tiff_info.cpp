// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/tiff_info.h"

#include <cstdint>
#include <string>

#include "core/io/bounded_file.h"
#include "core/io/damaged.h"
#include "core/io/tiff_handle.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t{64} << 20;
constexpr int kMostDirectories = 64;
constexpr std::uint32_t kMostPieces = 1'400'000;  // the tiles of our largest picture, all levels

// Whether the tiles or strips of the directory are in the file; their places are read bit by bit.
// Pictures of more than we write are taken at their word.
Status checkPieces(TIFF* tiff, std::int64_t fileSize) {
  const std::uint32_t pieces =
      TIFFIsTiled(tiff) != 0 ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
  if (pieces == 0) return damaged("it has no pixels");
  if (pieces > kMostPieces) return success();
  const auto end = static_cast<std::uint64_t>(fileSize);
  for (std::uint32_t i = 0; i < pieces; ++i) {
    int failed = 0;
    const std::uint64_t offset = TIFFGetStrileOffsetWithErr(tiff, i, &failed);
    if (failed != 0) return damaged(kEndsEarly);
    const std::uint64_t size = TIFFGetStrileByteCountWithErr(tiff, i, &failed);
    if (failed != 0 || offset > end || size > end - offset) return damaged(kEndsEarly);
  }
  return success();
}

Status checkDirectories(const TiffHandle& handle, std::int64_t fileSize) {
  for (int i = 0; i < kMostDirectories; ++i) {
    if (Status s = checkPieces(handle.get(), fileSize); !s) return s;
    const bool isLast = TIFFReadDirectory(handle.get()) != 1;
    if (!handle.complaint().empty()) return damaged(handle.complaint());
    if (isLast) return success();
  }
  return damaged("it has too many directories");
}

}  // namespace

bool isTiffStart(const QByteArray& firstBytes) {
  for (const QByteArray& start : {QByteArray("II*\0", 4), QByteArray("MM\0*", 4),
                                  QByteArray("II+\0", 4), QByteArray("MM\0+", 4)})
    if (firstBytes.startsWith(start)) return true;
  return false;
}

Result<FileInfo> readTiffInfo(QFile& file) {
  TiffFile bytes(file, kMostBytes);
  const TiffHandle handle(bytes, "rO");
  if (handle.get() == nullptr) return damaged(handle.complaint());
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  const char* origin = nullptr;
  TIFFGetField(handle.get(), TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(handle.get(), TIFFTAG_IMAGELENGTH, &height);
  TIFFGetField(handle.get(), TIFFTAG_IMAGEDESCRIPTION, &origin);
  FileInfo info{
      .format = "TIFF picture", .width = width, .height = height, .provenance = {}, .counts = {}};
  if (width == 0 || height == 0) return damaged("it has no size");
  if (origin != nullptr) info.provenance = decodeProvenance(origin).value_or(Provenance());
  if (Status s = checkDirectories(handle, file.size()); !s) return s.error();
  return info;
}

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/tiff_info.h"

#include <cstdint>
#include <string>

#include <QtEndian>

#include "core/io/formats/bounded_file.h"
#include "core/io/formats/damaged.h"
#include "core/io/formats/tiff_handle.h"

namespace fatou::io {
namespace {

constexpr std::int64_t kMostBytes = std::int64_t{64} << 20;
constexpr int kMostDirectories = 64;
constexpr std::uint32_t kMostPieces = 1'400'000;  // the tiles of our largest picture, all levels

// libtiff compares each tag of a directory with all others. Pictures have some 30, raw ones 200.
constexpr std::uint64_t kMostTags = 1'000;

// Reads the numbers of a file in its order of bytes.
class Numbers {
 public:
  Numbers(QFile& file, bool isBigEndian) : m_file(file), m_isBigEndian(isBigEndian) {}

  // 0 where the file ends before; libtiff says so later.
  template <typename Number>
  std::uint64_t at(std::uint64_t offset) {
    if (offset > static_cast<std::uint64_t>(m_file.size())) return 0;
    m_file.seek(static_cast<qint64>(offset));
    const QByteArray bytes = m_file.read(sizeof(Number));
    if (bytes.size() != sizeof(Number)) return 0;
    return m_isBigEndian ? qFromBigEndian<Number>(bytes.data())
                         : qFromLittleEndian<Number>(bytes.data());
  }

 private:
  QFile& m_file;
  bool m_isBigEndian;
};

// Whether the directories, up to as many as are looked at, have so few tags that libtiff may see
// them.
Status checkTagCounts(QFile& file) {
  file.seek(0);
  const QByteArray start = file.read(4);
  const bool isBig = start.contains('+');
  Numbers numbers(file, start.startsWith("MM"));
  std::uint64_t at = isBig ? numbers.at<quint64>(8) : numbers.at<quint32>(4);
  for (int i = 0; i < kMostDirectories && at != 0; ++i) {
    const std::uint64_t tags = isBig ? numbers.at<quint64>(at) : numbers.at<quint16>(at);
    if (tags > kMostTags) return damaged("it has too many tags");
    const std::uint64_t end = at + (isBig ? 8 + 20 * tags : 2 + 12 * tags);
    at = isBig ? numbers.at<quint64>(end) : numbers.at<quint32>(end);
  }
  file.seek(0);
  return success();
}

// Whether the tiles or strips of the directory are in the file; their places are read bit by bit.
// Pictures of more than we write are taken at their word. `allPieces` are those of the directories
// so far.
Status checkPieces(TIFF* tiff, std::int64_t fileSize, std::uint32_t& allPieces) {
  const std::uint32_t pieces =
      TIFFIsTiled(tiff) != 0 ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
  if (pieces == 0) return damaged("it has no pixels");
  if (pieces > kMostPieces - allPieces) return success();
  allPieces += pieces;
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
  std::uint32_t pieces = 0;
  for (int i = 0; i < kMostDirectories; ++i) {
    if (Status s = checkPieces(handle.get(), fileSize, pieces); !s) return s;
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
  if (Status s = checkTagCounts(file); !s) return s.error();
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

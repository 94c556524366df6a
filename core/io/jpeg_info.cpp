// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/jpeg_info.h"

#include <cstdint>
#include <string>

#include <QtEndian>

#include "core/io/damaged.h"

namespace fatou::io {
namespace {

// Markers of ITU-T T.81; a marker is 0xff and one of these.
constexpr int kStart = 0xd8;
constexpr int kEnd = 0xd9;
constexpr int kScan = 0xda;
constexpr int kComment = 0xfe;
constexpr std::size_t kMostCommentBytes = std::size_t{4} << 20;
// How many segments may stand in front of the pixels. A colour profile has up to 255, a large XMP
// packet a thousand.
constexpr int kMostSegments = 10'000;
constexpr int kMostFillBytes = 1'000;

bool isFrame(int marker) {
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

struct Segment {
  int marker = 0;
  QByteArray content;  // empty unless it is a frame or a comment, which alone are read
};

Result<Segment> readSegment(QFile& file) {
  int byte = 0;
  char c = 0;
  if (!file.getChar(&c) || static_cast<unsigned char>(c) != 0xff)
    return damaged("a segment does not begin");
  for (int fill = 0; (byte = static_cast<unsigned char>(c)) == 0xff; ++fill)
    if (fill > kMostFillBytes || !file.getChar(&c)) return damaged(kEndsEarly);
  const QByteArray length = file.read(2);
  if (length.size() != 2) return damaged(kEndsEarly);
  const int size = qFromBigEndian<quint16>(length.data());
  if (size < 2) return damaged("a segment has no length");
  const qint64 next = file.pos() + size - 2;
  if (next > file.size()) return damaged(kEndsEarly);
  Segment segment{.marker = byte, .content = {}};
  if (isFrame(byte) || byte == kComment) segment.content = file.read(size - 2);
  file.seek(next);
  return segment;
}

bool hasEnd(QFile& file) {
  const qint64 before = file.pos();
  return file.size() >= before + 2 && file.seek(file.size() - 2) &&
         file.read(2) == QByteArray("\xff\xd9");
}

}  // namespace

bool isJpegStart(const QByteArray& firstBytes) {
  return firstBytes.startsWith("\xff\xd8\xff");
}

Result<FileInfo> readJpegInfo(QFile& file) {
  FileInfo info{.format = "JPEG picture", .width = 0, .height = 0, .provenance = {}, .counts = {}};
  std::string comments;  // one that is too long for a segment goes on in the next
  file.seek(2);
  int segments = 0;
  for (int marker = kStart; marker != kScan;) {
    if (++segments > kMostSegments) return damaged("it has too many segments");
    const auto read = readSegment(file);
    if (!read) return read.error();
    const Segment& segment = read.value();
    marker = segment.marker;
    if (marker == kEnd) return damaged("it has no pixels");
    if (isFrame(marker) && segment.content.size() >= 6) {
      info.height = qFromBigEndian<quint16>(segment.content.data() + 1);
      info.width = qFromBigEndian<quint16>(segment.content.data() + 3);
    }
    if (marker == kComment && comments.size() < kMostCommentBytes)
      comments.append(segment.content.data(), static_cast<std::size_t>(segment.content.size()));
  }
  if (info.width == 0 || info.height == 0) return damaged("it has no size");
  if (!hasEnd(file)) return damaged(kEndsEarly);
  info.provenance = decodeProvenance(comments).value_or(Provenance());
  return info;
}

}  // namespace fatou::io

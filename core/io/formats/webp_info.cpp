// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/webp_info.h"

#include <cstdint>
#include <string>
#include <webp/decode.h>

#include <QtEndian>

#include "core/io/formats/damaged.h"
#include "core/io/formats/xmp_packet.h"

namespace fatou::io {
namespace {

constexpr qint64 kWebpChunkHead = 8;  // name and length
constexpr qint64 kLargestXmp = qint64{4} << 20;
constexpr int kMostWebpChunks = 20'000;
constexpr qint64 kFeatures = 4096;  // more than enough to know a picture's size from

struct Chunk {
  QByteArray name;
  qint64 size = 0;
};

Result<Chunk> readHead(QFile& file) {
  const QByteArray head = file.read(kWebpChunkHead);
  if (head.size() != kWebpChunkHead) return damaged(kEndsEarly);
  return Chunk{.name = head.first(4), .size = qFromLittleEndian<quint32>(head.data() + 4)};
}

Status setSize(QFile& file, FileInfo& info) {
  int width = 0;
  int height = 0;
  file.seek(0);
  const QByteArray start = file.read(kFeatures);
  if (WebPGetInfo(reinterpret_cast<const std::uint8_t*>(start.data()),
                  static_cast<std::size_t>(start.size()), &width, &height) == 0)
    return damaged("its pixels have no head");
  info.width = width;
  info.height = height;
  return success();
}

// Takes what a chunk says; the file is at its content.
Status take(const Chunk& chunk, QFile& file, FileInfo& info) {
  const bool isNews = info.provenance == Provenance();
  if (chunk.name != "XMP " || chunk.size > kLargestXmp || !isNews) return success();
  const QByteArray packet = file.read(chunk.size);
  if (packet.size() != chunk.size) return damaged(kEndsEarly);
  info.provenance = provenanceInXmp(packet.toStdString()).value_or(Provenance());
  return success();
}

}  // namespace

bool isWebpStart(const QByteArray& firstBytes) {
  return firstBytes.size() >= 12 && firstBytes.startsWith("RIFF") &&
         firstBytes.sliced(8, 4) == "WEBP";
}

Result<FileInfo> readWebpInfo(QFile& file) {
  FileInfo info{.format = "WebP picture", .width = 0, .height = 0, .provenance = {}, .counts = {}};
  if (Status s = setSize(file, info); !s) return s.error();
  file.seek(0);
  const auto riff = readHead(file);
  if (!riff) return riff.error();
  const qint64 end = kWebpChunkHead + riff.value().size;
  if (end > file.size()) return damaged(kEndsEarly);
  file.seek(kWebpChunkHead + 4);
  for (int chunks = 0; file.pos() < end; ++chunks) {
    if (chunks > kMostWebpChunks) return damaged("it has too many chunks");
    const auto chunk = readHead(file);
    if (!chunk) return chunk.error();
    const qint64 next = file.pos() + chunk.value().size + chunk.value().size % 2;
    if (next > end) return damaged(kEndsEarly);
    if (Status s = take(chunk.value(), file, info); !s) return s.error();
    file.seek(next);
  }
  return info;
}

}  // namespace fatou::io

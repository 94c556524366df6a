// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/picture_file.h"

#include <algorithm>
#include <isa-l/crc.h>
#include <utility>

#include <QFile>
#include <QFileInfo>

#include "core/io/files/publish.h"

namespace fatou::io {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 20;

// The bytes' checksum, going on from `crc`: that of gzip and PNG.
std::uint32_t crcOf(std::span<const char> bytes, std::uint32_t crc = 0) {
  return crc32_gzip_refl(crc, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

// The checksum of `size` bytes from `offset` on, as `read(offset, bytes)` reads them; nothing where
// it cannot.
template <typename Read>
std::optional<std::uint32_t> crcOfStretch(std::int64_t offset, std::int64_t size,
                                          const Read& read) {
  std::vector<char> buffer(std::min(kReadBytes, static_cast<std::size_t>(size)));
  std::uint32_t crc = 0;
  while (size > 0) {
    const auto part = std::span(buffer).first(
        static_cast<std::size_t>(std::min(size, static_cast<std::int64_t>(buffer.size()))));
    if (!read(offset, part)) return std::nullopt;
    crc = crcOf(part, crc);
    offset += static_cast<std::int64_t>(part.size());
    size -= static_cast<std::int64_t>(part.size());
  }
  return crc;
}

}  // namespace

Result<std::unique_ptr<PictureFile>> PictureFile::open(const QString& path) {
  constexpr int kTries = 10;
  const QString part = partName(path);
  std::unique_ptr<PictureFile> file(new PictureFile(path));
  // Another program may have had NAME.part and have renamed it after it was opened here: then the
  // name is free, or another file's, and is tried again.
  for (int i = 0; i < kTries; ++i) {
    auto opened = OwnFile::open(part, path, OwnFile::Wanted::Any, QFileInfo::exists(path));
    if (!opened) return opened.error();
    OwnFile own = std::move(opened).value();
    const bool isMine = own.lock();
    if (isMine && !own.hasItsName()) continue;
    if (!isMine) break;
    file->m_wasThere = own.wasThere();
    file->m_part = std::move(own);
    return file;
  }
  return cannotWrite(path, QStringLiteral("another program is writing it; wait for that or "
                                          "choose another name"));
}

PictureFile::~PictureFile() {
  if (!m_committed && !m_keepPart && !m_wasThere) m_part.remove();
}

Status PictureFile::reserve(std::int64_t bytes) {
  return m_replaying ? success() : m_part.reserve(bytes, m_diskFull);
}

Status PictureFile::append(std::span<const std::uint8_t> bytes) {
  return append({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Status PictureFile::append(std::span<const char> bytes) {
  return writeAt(m_size, bytes);
}

Status PictureFile::writeAt(std::int64_t offset, std::span<const char> bytes) {
  const auto end = offset + static_cast<std::int64_t>(bytes.size());
  if (!m_replaying) {
    if (Status s = m_part.writeAt(offset, bytes, m_diskFull); !s) return s;
    note(offset, bytes);
  }
  m_size = std::max(m_size, end);
  return success();
}

// Joins what follows on the last extent to it.
void PictureFile::note(std::int64_t offset, std::span<const char> bytes) {
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (!m_written.empty()) {
    Extent& last = m_written.back();
    if (last.offset + last.size == offset) {
      last.crc = crcOf(bytes, last.crc);
      last.size += size;
      return;
    }
  }
  m_written.push_back({.offset = offset, .size = size, .crc = crcOf(bytes)});
}

std::vector<PictureFile::Extent> PictureFile::takeWritten() {
  return std::exchange(m_written, {});
}

bool PictureFile::holds(const Extent& extent) {
  // A damaged journal may give any sizes, which must not be asked for as memory.
  const std::int64_t size = m_part.size();
  if (extent.offset < 0 || extent.size < 0 || extent.offset > size ||
      extent.size > size - extent.offset)
    return false;
  const auto crc = crcOfStretch(
      extent.offset, extent.size,
      [this](std::int64_t offset, std::span<char> bytes) { return readAt(offset, bytes).ok(); });
  return crc == extent.crc;
}

Status PictureFile::readAt(std::int64_t offset, std::span<char> bytes) {
  if (m_part.readAt(offset, bytes) == static_cast<std::int64_t>(bytes.size())) return success();
  return cannotRead(partName(m_path), QStringLiteral("it ends too early; begin again"));
}

Status PictureFile::endReplay() {
  m_replaying = false;
  return m_part.resize(m_size);
}

Status PictureFile::restart() {
  m_size = 0;
  m_written.clear();
  return m_part.resize(0);
}

Result<PictureFile::Digest> PictureFile::digest() {
  const Digest digest{.size = m_part.size()};
  const auto crc = crcOfStretch(0, digest.size, [this](std::int64_t offset, std::span<char> bytes) {
    return readAt(offset, bytes).ok();
  });
  if (!crc) return failure(QStringLiteral("what was written does not read back"));
  return Digest{.size = digest.size, .crc = *crc};
}

Status PictureFile::commit(const Replace& replace) {
  m_keepPart = true;
  if (Status s = publish(m_part, m_path, replace); !s) return s;
  m_committed = true;
  return success();
}

Error PictureFile::failure(const QString& reason, const QString& remedy) const {
  return cannotWrite(m_path, reason + QStringLiteral("; ") + remedy);
}

std::optional<PictureFile::Digest> digestOf(const QString& path) {
  QFile file(path);
  if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
    return std::nullopt;
  const std::int64_t size = file.size();
  const auto crc = crcOfStretch(0, size, [&file](std::int64_t, std::span<char> bytes) {
    const auto all = static_cast<qint64>(bytes.size());
    return file.read(bytes.data(), all) == all;
  });
  if (!crc) return std::nullopt;
  return PictureFile::Digest{.size = size, .crc = *crc};
}

}  // namespace fatou::io

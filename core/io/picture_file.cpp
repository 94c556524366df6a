// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/picture_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <isa-l/crc.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

#include <QDir>
#include <QFileInfo>

namespace fatou::io {
namespace {

Error complaint(const char* verb, const QString& path, const QString& reason) {
  return {QStringLiteral("Cannot %1 \"%2\": %3.")
              .arg(QLatin1String(verb), QDir::toNativeSeparators(path), reason)
              .toStdString()};
}

QString quoted(const QString& path) {
  return u'"' + QDir::toNativeSeparators(path) + u'"';
}

// A name is on the disk when its folder is. Nothing is lost where a file system cannot say so.
void syncFolder(const QString& path) {
  const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
  const int handle = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
}

bool isDiskFull(int error) {
  return error == ENOSPC || error == EDQUOT;
}

// The bytes' checksum, going on from `crc`: that of gzip and PNG.
std::uint32_t crcOf(std::span<const char> bytes, std::uint32_t crc = 0) {
  return crc32_gzip_refl(crc, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

}  // namespace

Error cannotWrite(const QString& path, const QString& reason) {
  return complaint("write", path, reason);
}

Error cannotRead(const QString& path, const QString& reason) {
  return complaint("read", path, reason);
}

QString fileBehind(const QString& path) {
  const QFileInfo entry(path);
  return entry.isSymLink() ? entry.symLinkTarget() : path;
}

Status checkFileName(const QString& path, bool replace) {
  const QFileInfo target(path);
  const QFileInfo folder(target.absolutePath());
  if (path.isEmpty() || target.isDir())
    return cannotWrite(path, QStringLiteral("it is a folder; give the name of a file"));
  if (target.exists() && !target.isFile())
    return cannotWrite(path, QStringLiteral("it is not a regular file; choose another name"));
  if (target.exists() && !replace)
    return cannotWrite(
        path, QStringLiteral("it exists; choose another name, or --force to have it replaced"));
  if (!folder.isDir())
    return cannotWrite(path, QStringLiteral("there is no folder %1; create it or choose another")
                                 .arg(quoted(folder.filePath())));
  if (::access(QFile::encodeName(folder.filePath()).constData(), W_OK) != 0 ||
      (target.exists() && !target.isWritable()))
    return cannotWrite(path, QStringLiteral("%1; choose a file and a folder you may write to")
                                 .arg(qt_error_string(EACCES)));
  return success();
}

PictureFile::PictureFile(const QString& path)
    : m_path(fileBehind(path)), m_file(partName(m_path)) {}

Result<std::unique_ptr<PictureFile>> PictureFile::open(const QString& path, OpenMode mode) {
  std::unique_ptr<PictureFile> file(new PictureFile(path));
  // Unbuffered, as a buffer would swallow the reason of a failed write.
  if (!file->m_file.open(QIODevice::ReadWrite | QIODevice::Unbuffered))
    return cannotWrite(path, QStringLiteral("%1; choose a file and a folder you may write to")
                                 .arg(file->m_file.errorString()));
  if (::flock(file->m_file.handle(), LOCK_EX | LOCK_NB) != 0) {
    file->keepPart(true);
    return cannotWrite(path, QStringLiteral("another program is writing it; wait for that or "
                                            "choose another name"));
  }
  if (mode == OpenMode::Empty && !file->m_file.resize(0))
    return file->failure(file->m_file.errorString());
  return file;
}

Result<std::unique_ptr<PictureFile>> PictureFile::create(const QString& path) {
  if (Status s = checkFileName(path, true); !s) return s.error();
  return open(path, OpenMode::Empty);
}

Result<std::unique_ptr<PictureFile>> PictureFile::goOn(const QString& path) {
  auto file = open(path, OpenMode::AsItIs);
  if (file) file.value()->keepPart(true);
  return file;
}

PictureFile::~PictureFile() {
  if (!m_committed && !m_keepPart && m_file.isOpen()) m_file.remove();
}

Status PictureFile::reserve([[maybe_unused]] std::int64_t bytes) {
#ifdef __linux__
  if (m_replaying) return success();
  // Not posix_fallocate(): where the file system cannot reserve, that one writes every block.
  while (::fallocate(m_file.handle(), 0, 0, bytes) != 0) {
    if (errno == EOPNOTSUPP || errno == ENOSYS) break;
    if (errno != EINTR) return failure(qt_error_string(errno));
  }
#endif
  return success();
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
    if (Status s = write(offset, bytes); !s) return s;
    note(offset, bytes);
  }
  m_size = std::max(m_size, end);
  return success();
}

Status PictureFile::write(std::int64_t offset, std::span<const char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(m_file.handle(), bytes.data(), bytes.size(), offset);
    if (written > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      offset += written;
      continue;
    }
    const int reason = written == 0 ? ENOSPC : errno;
    if (reason == EINTR) continue;
    const Error error = failure(qt_error_string(reason));
    if (!isDiskFull(reason) || !m_diskFull || !m_diskFull(error)) return error;
  }
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
  std::vector<char> buffer(std::size_t{1} << 20);
  std::uint32_t crc = 0;
  for (std::int64_t done = 0; done < extent.size;) {
    const auto size = std::min(extent.size - done, static_cast<std::int64_t>(buffer.size()));
    const auto part = std::span(buffer).first(static_cast<std::size_t>(size));
    if (!readAt(extent.offset + done, part)) return false;
    crc = crcOf(part, crc);
    done += size;
  }
  return crc == extent.crc;
}

Status PictureFile::readAt(std::int64_t offset, std::span<char> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = ::pread(m_file.handle(), bytes.data(), bytes.size(), offset);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0)
      return cannotRead(partName(m_path), QStringLiteral("it ends too early; begin again"));
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    offset += got;
  }
  return success();
}

Status PictureFile::endReplay() {
  m_replaying = false;
  if (m_file.resize(m_size)) return success();
  return failure(m_file.errorString());
}

Status PictureFile::restart() {
  m_size = 0;
  m_written.clear();
  if (m_file.resize(0)) return success();
  return failure(m_file.errorString());
}

Status PictureFile::commit(bool replace) {
  if (::fsync(m_file.handle()) != 0 && errno != EINVAL) return failure(qt_error_string(errno));
  if (!replace && QFile::exists(m_path)) {
    m_keepPart = true;
    return cannotWrite(m_path, QStringLiteral("a file has taken the name meanwhile; the picture is "
                                              "in %1")
                                   .arg(quoted(partName(m_path))));
  }
  if (std::rename(QFile::encodeName(partName(m_path)).constData(),
                  QFile::encodeName(m_path).constData()) != 0)
    return failure(qt_error_string(errno));
  syncFolder(m_path);
  m_committed = true;
  return success();
}

Error PictureFile::failure(const QString& reason, const QString& remedy) const {
  return cannotWrite(m_path, reason + QStringLiteral("; ") + remedy);
}

}  // namespace fatou::io

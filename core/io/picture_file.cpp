// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/picture_file.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <QDir>
#include <QFileInfo>

namespace fatou::io {
namespace {

QString systemReason(int error) {
  return qt_error_string(error);
}

Error complaint(const char* verb, const QString& path, const QString& reason) {
  return {QStringLiteral("Cannot %1 \"%2\": %3.")
              .arg(QLatin1String(verb), QDir::toNativeSeparators(path), reason)
              .toStdString()};
}

}  // namespace

Error cannotWrite(const QString& path, const QString& reason) {
  return complaint("write", path, reason);
}

Error cannotRead(const QString& path, const QString& reason) {
  return complaint("read", path, reason);
}

PictureFile::PictureFile(const QString& path) : m_file(path) {
  m_file.setDirectWriteFallback(false);
}

Result<std::unique_ptr<PictureFile>> PictureFile::create(const QString& path) {
  const QFileInfo target(path);
  const QFileInfo folder(target.absolutePath());
  if (path.isEmpty() || target.isDir())
    return cannotWrite(path, QStringLiteral("it is a folder; give the name of a file"));
  if (target.exists() && !target.isFile())
    return cannotWrite(path, QStringLiteral("it is not a regular file; choose another name"));
  if (!folder.isDir())
    return cannotWrite(path,
                       QStringLiteral("there is no folder \"%1\"; create it or choose another")
                           .arg(QDir::toNativeSeparators(folder.filePath())));
  std::unique_ptr<PictureFile> file(new PictureFile(path));
  // Unbuffered, as a buffer would swallow the reason of a failed write.
  if (!file->m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
    return cannotWrite(path, QStringLiteral("%1; choose a file and a folder you may write to")
                                 .arg(file->m_file.errorString()));
  return file;
}

Status PictureFile::reserve([[maybe_unused]] std::int64_t bytes) {
#ifdef __linux__
  // Not posix_fallocate(): where the file system cannot reserve, that one writes every block.
  while (::fallocate(m_file.handle(), 0, 0, bytes) != 0) {
    if (errno == EOPNOTSUPP || errno == ENOSYS) break;
    if (errno != EINTR) return failure(systemReason(errno));
  }
#endif
  return success();
}

Status PictureFile::append(std::span<const char> bytes) {
  while (!bytes.empty()) {
    // A write that fills the disk is short without a reason; the next one has it.
    const qint64 written = m_file.write(bytes.data(), static_cast<qint64>(bytes.size()));
    if (written <= 0) return failure(m_file.errorString());
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return success();
}

Status PictureFile::writeAt(std::int64_t offset, std::span<const char> bytes) {
  if (!m_file.seek(offset)) return failure(m_file.errorString());
  return append(bytes);
}

Status PictureFile::commit() {
  // QSaveFile syncs, too, but keeps quiet about what that finds, such as a full network disk.
  if (::fsync(m_file.handle()) != 0 && errno != EINVAL) return failure(systemReason(errno));
  if (!m_file.commit()) return failure(m_file.errorString());
  return success();
}

Error PictureFile::failure(const QString& reason) const {
  return cannotWrite(m_file.fileName(),
                     QStringLiteral("%1; free some space or choose another place").arg(reason));
}

}  // namespace fatou::io

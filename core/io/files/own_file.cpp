// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/own_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QByteArray>
#include <QFile>

#include "core/io/files/file_errors.h"

namespace fatou::io {
namespace {

// Says what the entry is, where it cannot be a file that this program made; empty where it can.
QString whyNotOurs(const struct stat& entry) {
  const auto is = [](const char* kind) {
    return QLatin1String(kind) + QStringLiteral(", not a file of this program");
  };
  if (S_ISREG(entry.st_mode))
    return entry.st_nlink > 1 ? is("a file with several names") : QString();
  if (S_ISLNK(entry.st_mode)) return is("a link");
  if (S_ISDIR(entry.st_mode)) return is("a folder");
  if (S_ISFIFO(entry.st_mode)) return is("a pipe");
  if (S_ISSOCK(entry.st_mode)) return is("a socket");
  return is("a device");
}

Error inTheWay(const QString& path, const QString& user, const QString& what) {
  return cannotWrite(user, QStringLiteral("%1 beside it is %2; move it away or choose another name")
                               .arg(quoted(path), what));
}

}  // namespace

bool isThere(const QString& path) {
  struct stat entry {};
  return ::lstat(QFile::encodeName(path).constData(), &entry) == 0;
}

// Tries both ways of opening once. Returns 0, or the reason why not as an errno.
int OwnFile::openOnce(Wanted wanted, bool isPrivate) {
  constexpr int kFlags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  const QByteArray name = QFile::encodeName(m_path);
  if (wanted != Wanted::New) {
    m_handle = ::open(name.constData(), kFlags);
    m_wasThere = m_handle >= 0;
    if (m_wasThere || errno != ENOENT || wanted == Wanted::There) return m_wasThere ? 0 : errno;
  }
  m_handle = ::open(name.constData(), kFlags | O_CREAT | O_EXCL, isPrivate ? 0600 : 0666);
  return m_handle >= 0 ? 0 : errno;
}

Result<OwnFile> OwnFile::open(const QString& path, const QString& user, Wanted wanted,
                              bool isPrivate) {
  // Another program may make or delete it between the two ways of opening.
  constexpr int kTries = 10;
  if (wanted != Wanted::New)
    if (Status s = checkOwn(path, user); !s) return s.error();
  OwnFile file(path, user);
  int error = 0;
  for (int i = 0; i < kTries; ++i) {
    error = file.openOnce(wanted, isPrivate);
    if (error != EINTR && !(error == EEXIST && wanted == Wanted::Any)) break;
  }
  if (error != 0) {
    if (Status s = checkOwn(path, user); !s) return s.error();
    return file.failure(error);
  }
  struct stat entry {};
  if (::fstat(file.m_handle, &entry) != 0) return file.failure(errno);
  if (const QString what = whyNotOurs(entry); !what.isEmpty()) return inTheWay(path, user, what);
  return file;
}

OwnFile OwnFile::openNameless(const QString& user, [[maybe_unused]] bool isPrivate) {
  OwnFile file({}, user);
#ifdef O_TMPFILE
  if (::access("/proc/self/fd", X_OK) != 0) return file;  // takeName() goes over it
  const QByteArray name = QFile::encodeName(user);
  const QByteArray folder = name.first(name.lastIndexOf('/') + 1);
  file.m_handle = ::open(folder.isEmpty() ? "." : folder.constData(),
                         O_RDWR | O_TMPFILE | O_CLOEXEC, isPrivate ? 0600 : 0666);
#endif
  return file;
}

int OwnFile::takeName(const QString& path) {
  const QByteArray unnamed = QByteArray("/proc/self/fd/") + QByteArray::number(m_handle);
  if (::linkat(AT_FDCWD, unnamed.constData(), AT_FDCWD, QFile::encodeName(path).constData(),
               AT_SYMLINK_FOLLOW) != 0)
    return errno;
  m_path = path;
  return 0;
}

OwnFile::~OwnFile() {
  close();
}

void OwnFile::close() {
  if (m_handle >= 0) ::close(m_handle);
  m_handle = -1;
}

bool OwnFile::lock() {
  while (::flock(m_handle, LOCK_EX | LOCK_NB) != 0)
    if (errno != EINTR) return errno != EWOULDBLOCK;
  return true;
}

bool OwnFile::hasItsName() const {
  struct stat mine {};
  struct stat named {};
  return ::fstat(m_handle, &mine) == 0 &&
         ::lstat(QFile::encodeName(m_path).constData(), &named) == 0 &&
         mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
}

std::int64_t OwnFile::size() const {
  struct stat entry {};
  return ::fstat(m_handle, &entry) == 0 ? entry.st_size : 0;
}

std::int64_t OwnFile::readAt(std::int64_t offset, std::span<char> bytes) const {
  std::int64_t done = 0;
  while (!bytes.empty()) {
    const ssize_t got = ::pread(m_handle, bytes.data(), bytes.size(), offset + done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return got;
    if (got == 0) break;
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    done += got;
  }
  return done;
}

Status OwnFile::writeAt(std::int64_t offset, std::span<const char> bytes,
                        const DiskFullHandler& diskFull) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(m_handle, bytes.data(), bytes.size(), offset);
    if (written > 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      offset += written;
      continue;
    }
    const int reason = written == 0 ? ENOSPC : errno;
    if (reason == EINTR) continue;
    const Error error = failure(reason);
    if (!isDiskFull(reason) || !diskFull || !diskFull(error)) return error;
  }
  return success();
}

Status OwnFile::resize(std::int64_t size) {
  while (::ftruncate(m_handle, size) != 0)
    if (errno != EINTR) return failure(errno);
  return success();
}

Status OwnFile::reserve([[maybe_unused]] std::int64_t bytes,
                        [[maybe_unused]] const DiskFullHandler& diskFull) {
#ifdef __linux__
  // posix_fallocate() is not used: it writes every block if the file system cannot reserve room.
  while (::fallocate(m_handle, 0, 0, bytes) != 0) {
    const int reason = errno;
    if (reason == EOPNOTSUPP || reason == ENOSYS) break;
    if (reason == EINTR) continue;
    const Error error = failure(reason);
    if (!isDiskFull(reason) || !diskFull || !diskFull(error)) return error;
  }
#endif
  return success();
}

void OwnFile::remove() {
  if (m_handle >= 0 && hasItsName()) ::unlink(QFile::encodeName(m_path).constData());
  close();
}

Error OwnFile::failure(int error) const {
  return cannotWrite(m_user, error);
}

Status checkOwn(const QString& path, const QString& user) {
  struct stat entry {};
  if (::lstat(QFile::encodeName(path).constData(), &entry) != 0) return success();
  const QString what = whyNotOurs(entry);
  return what.isEmpty() ? success() : Status(inTheWay(path, user, what));
}

}  // namespace fatou::io

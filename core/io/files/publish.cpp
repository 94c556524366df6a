// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/publish.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <span>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/xattr.h>
#endif

#include <QFile>
#include <QFileInfo>

#include "core/io/files/file_errors.h"

namespace fatou::io {
namespace {

constexpr int kMostParts = 100;  // that other or killed programs may have left of the same file

// A file's name is safely on the disk once its folder has been synced. Some file systems cannot
// sync folders, which is no failure.
void syncFolder(const QByteArray& path) {
  const QByteArray folder = path.first(path.lastIndexOf('/') + 1);
  const int handle =
      ::open(folder.isEmpty() ? "." : folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
}

// Copies the extended attributes of a file, access lists among them, to the open one, except for
// those that cannot be read or set.
void takeAttributes([[maybe_unused]] int handle, [[maybe_unused]] const QByteArray& from) {
#ifdef __linux__
  const ssize_t size = ::llistxattr(from.constData(), nullptr, 0);
  if (size <= 0) return;
  QByteArray names(size, '\0');
  const ssize_t got = ::llistxattr(from.constData(), names.data(), names.size());
  if (got <= 0) return;
  for (const QByteArray& name : names.first(got).split('\0')) {
    const ssize_t length =
        name.isEmpty() ? -1 : ::lgetxattr(from.constData(), name.constData(), nullptr, 0);
    if (length < 0) continue;
    QByteArray value(length, '\0');
    if (::lgetxattr(from.constData(), name.constData(), value.data(), value.size()) == length)
      ::fsetxattr(handle, name.constData(), value.constData(), value.size(), 0);
  }
#endif
}

// The mode `mode` of a file of another group: what it lets its group do was not meant for this one,
// which may do what everybody may.
mode_t forOtherGroup(mode_t mode) {
  const mode_t everybody = mode & S_IRWXO;
  return (mode & ~mode_t{S_IRWXG}) | (everybody << 3);
}

// Gives the open file the owner, mode and attributes of the file that it replaces. The owner comes
// before the mode, as a change of owner takes special bits away.
void takeOver(int handle, const QByteArray& from) {
  struct stat old {};
  struct stat mine {};
  if (::lstat(from.constData(), &old) != 0 || !S_ISREG(old.st_mode)) return;
  if (::fstat(handle, &mine) != 0) return;
  const bool isOtherGroup = old.st_gid != mine.st_gid;
  const bool isOthers = old.st_uid != mine.st_uid || isOtherGroup;
  mode_t mode = old.st_mode & 07777;
  if (isOthers && ::fchown(handle, old.st_uid, old.st_gid) != 0) {
    mode &= 0777;
    constexpr auto kSameUser = static_cast<uid_t>(-1);
    if (isOtherGroup && ::fchown(handle, kSameUser, old.st_gid) != 0) mode = forOtherGroup(mode);
  }
  takeAttributes(handle, from);
  if (::fchmod(handle, mode) != 0) return;  // a file system without modes
}

// 0, or the reason as an errno.
int sync(int handle) {
  while (::fsync(handle) != 0)
    if (errno != EINTR) return errno == EINVAL ? 0 : errno;
  return 0;
}

int renameTo(const QByteArray& from, const QByteArray& to, bool replace) {
  if (replace) return std::rename(from.constData(), to.constData()) == 0 ? 0 : errno;
#ifdef __linux__
  if (::renameat2(AT_FDCWD, from.constData(), AT_FDCWD, to.constData(), RENAME_NOREPLACE) == 0)
    return 0;
  if (errno == EEXIST) return errno;
#endif
  // The file system cannot look and rename in one step.
  struct stat entry {};
  if (::lstat(to.constData(), &entry) == 0) return EEXIST;
  return std::rename(from.constData(), to.constData()) == 0 ? 0 : errno;
}

Error kept(const QString& path, const QString& part, int error) {
  const QString why = error == EEXIST
                          ? QStringLiteral("a file has taken the name meanwhile; choose another")
                          : writingReason(error);
  return cannotWrite(
      path, QStringLiteral("%1; all of it is in %2, which is kept").arg(why, quoted(part)));
}

// Tries names beside `path` until `take(name)`, which returns 0 or an errno, gets one that is free:
// NAME.part may be another run's.
template <typename Take>
int tryNames(const QString& path, const Take& take) {
  QString name = path + QStringLiteral(".part");
  const QString more = name + u'.';
  for (int number = 2;; ++number) {
    const int error = take(name);
    if (error != EEXIST || number > kMostParts) return error;
    name = more + QString::number(number);
  }
}

// Begins a new file to be given the name `path`. It has a name of its own only where the file
// system cannot do without: a program that is killed leaves a file with a name, and nothing would
// ever remove that.
Result<OwnFile> beginFile(const QString& path) {
  const bool isPrivate = isThere(path);
  if (OwnFile file = OwnFile::openNameless(path, isPrivate); file.isOpen()) return file;
  Result<OwnFile> part = Error{};
  tryNames(path, [&](const QString& name) {
    part = OwnFile::open(name, path, OwnFile::Wanted::New, isPrivate);
    return !part && isThere(name) ? EEXIST : 0;
  });
  return part;
}

// Gives the part what it takes over from the file it replaces, and has all of it reach the disk;
// returns 0, or the reason why not as an errno.
int settle(OwnFile& part, const QString& path) {
  takeOver(part.handle(), QFile::encodeName(path));
  return sync(part.handle());
}

// Gives a part that settled without an error its name; keeps it where there is one, or this fails.
Status giveName(OwnFile& part, const QString& path, const Replace& replace, int error) {
  const QByteArray target = QFile::encodeName(path);
  if (error == 0) error = renameTo(QFile::encodeName(part.path()), target, replace.allowed);
  if (error != 0) return kept(path, part.path(), error);
  syncFolder(target);
  return success();
}

}  // namespace

Status publish(OwnFile& part, const QString& path, const Replace& replace) {
  return giveName(part, path, replace, settle(part, path));
}

Status writeFile(const QString& name, const QByteArray& bytes, const Replace& replace) {
  if (Status s = checkFileName(name, replace); !s) return s;
  const QString path = fileBehind(name);
  auto begun = beginFile(path);
  if (!begun) return begun.error();
  OwnFile file = std::move(begun).value();
  const std::span all(bytes.constData(), static_cast<std::size_t>(bytes.size()));
  if (Status s = file.writeAt(0, all, {}); !s) {
    file.remove();
    return s;
  }
  // The file gets a name only now, so that a program that is killed before leaves none; it gets one
  // even where settling failed, so that what is complete is kept.
  const int settled = settle(file, path);
  if (file.path().isEmpty()) {
    const int named = tryNames(path, [&](const QString& part) { return file.takeName(part); });
    if (named != 0) return cannotWrite(path, named);
  }
  return giveName(file, path, replace, settled);
}

Status checkWritable(const QString& name, const Replace& replace) {
  if (Status s = checkFileName(name, replace); !s) return s;
  auto begun = beginFile(fileBehind(name));
  if (!begun) return begun.error();
  OwnFile(std::move(begun).value()).remove();
  return success();
}

}  // namespace fatou::io

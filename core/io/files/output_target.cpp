// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/output_target.h"

#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <map>
#include <optional>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

#include <QByteArray>
#include <QFile>

#include "core/io/files/file_errors.h"

namespace fatou::io {
namespace {

constexpr int kMostLinks = 40;      // as Linux
constexpr int kLongestSuffix = 13;  // ".part.journal"

std::optional<struct stat> entryOf(const QByteArray& path) {
  struct stat entry {};
  return ::stat(path.constData(), &entry) == 0 ? std::optional(entry) : std::nullopt;
}

// The path up to and with its last slash; empty where it has none.
QByteArray folderPart(const QByteArray& path) {
  return path.first(path.lastIndexOf('/') + 1);
}

QByteArray folderOf(const QByteArray& path) {
  const QByteArray folder = folderPart(path);
  return folder.isEmpty() ? QByteArray(".") : folder;
}

QByteArray ownName(const QByteArray& path) {
  return path.sliced(path.lastIndexOf('/') + 1);
}

// Whether the path is a link in /proc, which stands for what a process has open, whatever its text
// says.
bool isOfProc(const QByteArray& path) {
  struct stat entry {};
  struct stat proc {};
  return ::lstat(path.constData(), &entry) == 0 && ::lstat("/proc/self", &proc) == 0 &&
         entry.st_dev == proc.st_dev;
}

struct Behind {
  QByteArray path;
  bool isOpenFile = false;  // the way leads over /proc/self/fd
};

Behind behind(QByteArray path) {
  std::array<char, PATH_MAX> text;
  for (int link = 0; link < kMostLinks; ++link) {
    const ssize_t size = ::readlink(path.constData(), text.data(), text.size());
    if (size < 0) break;
    if (isOfProc(path)) return {path, true};
    const QByteArray to(text.data(), size);
    path = to.startsWith('/') ? to : folderPart(path) + to;
  }
  return {path, false};
}

bool mayWrite(const QByteArray& path) {
  return ::faccessat(AT_FDCWD, path.constData(), W_OK, AT_EACCESS) == 0;
}

// Whether the user may not replace the file because its folder is sticky: there only the owner of
// the file or of the folder may.
bool isKeptBySticky(const struct stat& file, const struct stat& folder) {
  const uid_t user = ::geteuid();
  return (folder.st_mode & S_ISVTX) != 0 && user != 0 && user != file.st_uid &&
         user != folder.st_uid;
}

// Why the file that is there cannot be replaced, or an empty text.
QString whyNotReplace(const struct stat& entry, const Behind& target, const Replace& replace) {
  if (S_ISDIR(entry.st_mode)) return QStringLiteral("it is a folder; give the name of a file");
  if (!S_ISREG(entry.st_mode))
    return QStringLiteral("it is not a regular file; choose another name");
  if (target.isOpenFile)
    return QStringLiteral("it stands for an open file; give the file's own name");
  if (!replace) return QStringLiteral("it exists; ") + replace.choice();
  if (!mayWrite(target.path)) return writingReason(errno);
  return {};
}

QString whyNotIn(const QByteArray& folder, const std::optional<struct stat>& file) {
  const auto entry = entryOf(folder);
  const bool missing = !entry && (errno == ENOENT || errno == ENOTDIR);
  if (!entry && !missing) return writingReason(errno);
  if (missing || !S_ISDIR(entry->st_mode)) {
    const QString name =
        QFile::decodeName(folder.size() > 1 && folder.endsWith('/') ? folder.chopped(1) : folder);
    return QStringLiteral("there is no folder %1; create it or choose another").arg(quoted(name));
  }
  if (!mayWrite(folder)) return writingReason(errno);
  if (file && isKeptBySticky(*file, *entry)) return writingReason(EPERM);
  return {};
}

bool isTooLong(const QByteArray& path) {
  const long most = ::pathconf(folderOf(path).constData(), _PC_NAME_MAX);
  return most > 0 && ownName(path).size() + kLongestSuffix > most;
}

QString whyNotWrite(const QString& name, const Replace& replace) {
  if (name.contains(QChar::Null))
    return QStringLiteral("its name has a NUL character; choose another name");
  const QByteArray path = QFile::encodeName(name);
  const Behind target = behind(path);
  if (ownName(target.path).isEmpty())
    return QStringLiteral("it is a folder; give the name of a file");
  if (QFile::encodeName(QFile::decodeName(target.path)) != target.path)
    return QStringLiteral("its link leads to a name that is not UTF-8; rename that file");
  const auto entry = entryOf(path);
  if (!entry && errno != ENOENT && errno != ENOTDIR) return writingReason(errno);
  if (entry)
    if (QString why = whyNotReplace(*entry, target, replace); !why.isEmpty()) return why;
  if (QString why = whyNotIn(folderOf(target.path), entry); !why.isEmpty()) return why;
  return isTooLong(target.path) ? writingReason(ENAMETOOLONG) : QString();
}

// Two names with the same identity are one file, whichever way leads there. A file that exists is
// known by its device and inode, another one by those of its folder and its name in it.
using Identity = std::tuple<dev_t, ino_t, QByteArray>;

std::optional<Identity> identityOf(const QString& name) {
  const QByteArray path = behind(QFile::encodeName(name)).path;
  if (const auto file = entryOf(path)) return Identity{file->st_dev, file->st_ino, {}};
  const auto folder = entryOf(folderOf(path));
  if (!folder) return std::nullopt;
  return Identity{folder->st_dev, folder->st_ino, ownName(path)};
}

}  // namespace

QString Replace::choice() const {
  const QString other = QStringLiteral("choose another name");
  return remedy.isEmpty() ? other : other + QStringLiteral(", or ") + remedy;
}

QString fileBehind(const QString& name) {
  return QFile::decodeName(behind(QFile::encodeName(name)).path);
}

Status checkFileName(const QString& name, const Replace& replace) {
  const QString why = whyNotWrite(name, replace);
  return why.isEmpty() ? success() : Status(cannotWrite(name, why));
}

Status checkDistinct(const QStringList& names) {
  std::map<Identity, QString> seen;
  for (const QString& name : names) {
    const auto identity = identityOf(name);
    if (!identity) continue;
    const auto [before, isNew] = seen.emplace(*identity, name);
    if (isNew) continue;
    const QString twice =
        before->second == name
            ? QStringLiteral("it is named twice; give each output a name of its own")
            : QStringLiteral("it is the same file as %1; give each output a file of its own")
                  .arg(quoted(before->second));
    return cannotWrite(name, twice);
  }
  return success();
}

}  // namespace fatou::io

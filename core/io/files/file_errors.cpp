// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/file_errors.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <QDir>

namespace fatou::io {
namespace {

struct Remedy {
  int error;
  const char* text;
};

constexpr const char* kRights = "choose a file and a folder you may write to";
constexpr const char* kRoom = "free some space or choose another place";

// Each errno that has a remedy of its own, and what the user can do; the remedy of all others is to
// choose another place.
constexpr std::array kRemedies{
    Remedy{EACCES, kRights},
    Remedy{EPERM, kRights},
    Remedy{ENOSPC, kRoom},
    Remedy{EDQUOT, kRoom},
    Remedy{EFBIG, "make it smaller, or choose a place or a limit (ulimit -f) that allows it"},
    Remedy{ENAMETOOLONG, "choose a shorter name"},
    Remedy{ELOOP, "mend the link or choose another name"},
    Remedy{EISDIR, "give the name of a file"},
    Remedy{ENOTEMPTY, "give the name of a file"},
    Remedy{ENOTDIR, "choose another folder"},
    Remedy{ENOENT, "make the folder or choose another"},
    Remedy{EEXIST, "choose another name"},
    Remedy{ETXTBSY, "end the program that runs from it or choose another name"},
    Remedy{EBUSY, "unmount what holds the name or choose another"},
    Remedy{EXDEV, "choose a name that is not a mount of its own"},
    Remedy{EIO, "check the disk and choose another place"},
    Remedy{EMFILE, "close files or raise the limit (ulimit -n)"},
    Remedy{ENFILE, "close other programs"},
    Remedy{ENOMEM, "close other programs"},
    Remedy{EINVAL, "choose another name: the file system cannot hold this one"},
};

Error complaint(const char* verb, const QString& path, const QString& reason) {
  return {QStringLiteral("Cannot %1 %2: %3.")
              .arg(QLatin1String(verb), quoted(path), reason)
              .toStdString()};
}

}  // namespace

Error cannotWrite(const QString& path, const QString& reason) {
  return complaint("write", path, reason);
}

Error cannotRead(const QString& path, const QString& reason) {
  return complaint("read", path, reason);
}

QString writingReason(int error) {
  const auto* row = std::ranges::find(kRemedies, error, &Remedy::error);
  return qt_error_string(error) + QStringLiteral("; ") +
         QLatin1String(row == kRemedies.end() ? "choose another place" : row->text);
}

Error cannotWrite(const QString& path, int error) {
  return cannotWrite(path, writingReason(error));
}

bool isDiskFull(int error) {
  return error == ENOSPC || error == EDQUOT;
}

QString quoted(const QString& path) {
  return u'"' + QDir::toNativeSeparators(path) + u'"';
}

}  // namespace fatou::io

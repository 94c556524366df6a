// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/input_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace fatou::io {
namespace {

Error reasonOf(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return {"there is no such file; check the name"};
    case EACCES:
    case EPERM:
      return {"Permission denied; ask its owner for access"};
    case ELOOP:
      return {"its links lead in a circle; give the name of a file"};
    case EMFILE:
    case ENFILE:
      return {"too many files are open; close some programs, or raise the limit"};
    default:
      return {std::string(std::strerror(error)) + "; check the name and the disk"};
  }
}

Status checkKind(mode_t mode, const char* wanted) {
  if (S_ISREG(mode)) return success();
  if (S_ISDIR(mode)) return Error{"it is a folder; give the name of a file"};
  return Error{std::string("it is not a regular file; give ") + wanted};
}

// Opens a file that is built into the program.
Status openResource(QFile& file, const QString& path) {
  file.setFileName(path);
  if (file.open(QIODevice::ReadOnly)) return success();
  return Error{"there is no such part of the program"};
}

}  // namespace

Status openInput(QFile& file, const QString& path, const char* wanted) {
  // The system would take the name to end there, and open another file.
  if (path.contains(QChar::Null)) return Error{"its name has a NUL character; correct the name"};
  if (path.startsWith(QLatin1String(":/"))) return openResource(file, path);
  const QByteArray name = QFile::encodeName(path);
  struct stat entry {};
  if (::stat(name.constData(), &entry) != 0) return reasonOf(errno);
  if (Status s = checkKind(entry.st_mode, wanted); !s) return s;
  // O_NONBLOCK, as the name may be a pipe's by now, and some of the system's own files make a
  // reader wait for news.
  const int handle = ::open(name.constData(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (handle < 0) return reasonOf(errno);
  Status kind = ::fstat(handle, &entry) == 0 ? checkKind(entry.st_mode, wanted) : reasonOf(errno);
  if (kind && file.open(handle, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
    return success();
  ::close(handle);
  return kind ? Error{file.errorString().toStdString() + "; check the disk"} : kind.error();
}

Result<QByteArray> readInput(const QString& path, std::int64_t most, const char* wanted) {
  QFile file;
  if (Status s = openInput(file, path, wanted); !s) return s.error();
  QByteArray bytes = file.read(most + 1);
  if (file.error() != QFileDevice::NoError)
    return Error{file.errorString().toStdString() + "; check the disk"};
  if (bytes.size() > most)
    return Error{"it is larger than " + std::to_string(most >> 20) + " MiB; give " + wanted};
  return bytes;
}

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/command.h"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

#include "core/io/shown_text.h"

namespace fatou::app {

Failure badUsage(const QString& message) {
  return {kBadUsage, message};
}
Failure badUsage(const Error& error) {
  return badUsage(QString::fromStdString(error.message));
}
Failure failed(const Error& error) {
  return {kFailed, QString::fromStdString(error.message)};
}

void require(const Status& status) {
  if (!status) throw failed(status.error());
}

namespace {

// Writes all of the bytes; returns 0 or the errno of the failure.
int writeAll(int descriptor, const QByteArray& bytes) {
  for (qsizetype done = 0; done < bytes.size();) {
    const auto size = static_cast<std::size_t>(bytes.size() - done);
    const ssize_t written = ::write(descriptor, bytes.constData() + done, size);
    if (written < 0 && errno == EAGAIN) {  // another program has set the pipe not to wait
      pollfd room{.fd = descriptor, .events = POLLOUT, .revents = 0};
      ::poll(&room, 1, -1);
      continue;
    }
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) done += written;
  }
  return 0;
}

void requireOutput(int error) {
  if (error == 0 || error == EPIPE) return;
  const QString why = QString::fromLocal8Bit(std::strerror(error));
  throw Failure{kFailed, QStringLiteral("the results cannot be written to standard output: %1; "
                                        "send it to a file or pipe that takes them")
                             .arg(why)};
}

}  // namespace

void print(const QString& text) {
  requireOutput(writeAll(STDOUT_FILENO, io::shownText(text).toUtf8()));
}

void endOutput() {
  requireOutput(::close(STDOUT_FILENO) == 0 ? 0 : errno);
}

void tell(const QString& line) {
  writeAll(STDERR_FILENO, (io::shownLine(line) + u'\n').toUtf8());
}

}  // namespace fatou::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/fatou/command.h"

#include <cstdio>

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

void print(const QString& text) {
  const QByteArray bytes = text.toUtf8();
  std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), stdout);
  std::fflush(stdout);
}

}  // namespace fatou::app

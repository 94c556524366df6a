// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/files/program_arguments.h"

#include <QByteArray>
#include <QFile>

namespace fatou::io {
namespace {

// The bytes as text, with \xNN for each that is no printable ASCII.
QString shown(const QByteArray& bytes) {
  QString text;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (code >= 32 && code < 127)
      text += QLatin1Char(byte);
    else
      text += QStringLiteral("\\x%1").arg(code, 2, 16, QLatin1Char('0'));
  }
  return text;
}

}  // namespace

std::optional<QString> complaintAboutArguments(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const QByteArray bytes(argv[i]);
    if (QFile::encodeName(QFile::decodeName(bytes)) == bytes) continue;
    return QStringLiteral(
               "the argument '%1' is not UTF-8: write it so, and rename a file that has this name")
        .arg(shown(bytes));
  }
  return std::nullopt;
}

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

#include "tests/patience.h"

namespace fatou::io::samples {

inline bool hasNumpy(const QString& python) {
  QProcess process;  // unlike QProcess::execute() it keeps the complaint to itself
  process.start(python, {QStringLiteral("-c"), QStringLiteral("import numpy")});
  return process.waitForFinished(tests::kPatienceMs) &&
         process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

// The first Python that has numpy; a python3 of one's own before the system's often has not.
inline QString pythonWithNumpy() {
  for (const QString& python : {QStringLiteral("python3"), QStringLiteral("/usr/bin/python3")})
    if (hasNumpy(python)) return python;
  return {};
}

// The output of `script`, its arguments in sys.argv[1:], without white space at the ends; its
// complaint where it fails.
inline QString runNumpy(const QString& script, const QStringList& arguments) {
  static const QString python = pythonWithNumpy();
  if (python.isEmpty()) return QStringLiteral("no numpy: install python3-numpy");
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(python, QStringList{QStringLiteral("-c"), script} + arguments);
  if (!process.waitForFinished(tests::kPatienceMs)) return QStringLiteral("python did not end");
  return QString::fromUtf8(process.readAll()).trimmed();
}

}  // namespace fatou::io::samples

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>

#include "core/python/python_engines.h"

namespace fatou::python {

Result<std::string> engineText() {
  std::string text;
  for (const char* const name :
       {"values.py", "channel.py", "_unpack.py", "lookup.py", "engine.py"}) {
    QFile file(QStringLiteral(":/python/fatou/") + QLatin1StringView(name));
    if (!file.open(QIODevice::ReadOnly))
      return Error{std::string(name) + " is missing from this program: install Fatou anew"};
    text += file.readAll().toStdString() + "\n";
  }
  return text;
}

}  // namespace fatou::python

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/python_words.h"

namespace fatou::ui {

const QStringList& pythonKeywords() {
  static const QStringList words =
      QStringLiteral(
          "False None True and as assert async await break class continue def del elif else except "
          "finally for from global if import in is lambda nonlocal not or pass raise return try "
          "while with yield")
          .split(u' ');
  return words;
}

}  // namespace fatou::ui

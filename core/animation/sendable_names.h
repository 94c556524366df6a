// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

#include "core/engines/wire/wire.h"

namespace fatou::engines {

// Sends names of files between engines as UTF-8. To be included wherever a task is submitted that
// holds one.
template <>
struct Wire<QString> {
  static void write(Writer& writer, const QString& text) { writeTo(writer, text.toStdString()); }
  static QString read(Reader& reader) {
    return QString::fromStdString(readFrom<std::string>(reader));
  }
};

}  // namespace fatou::engines

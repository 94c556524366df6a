// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/io/place_fields.h"

namespace fatou::io {

inline constexpr char kEndsEarly[] = "it ends too early";

// The text behind `Cannot read "NAME":` where a file is not as its format wants it; `reason` may be
// any library's words.
inline Error damaged(const std::string& reason) {
  const QString line = plainLine(QString::fromStdString(reason)).left(100);
  return {"it is damaged (" + line.toStdString() + "); fetch or write the file again"};
}

}  // namespace fatou::io

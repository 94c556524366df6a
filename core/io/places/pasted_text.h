// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include "core/base/result.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/plane/place.h"

namespace fatou::io {

// A file on this machine.
struct LocalFile {
  std::string path;  // UTF-8

  friend bool operator==(const LocalFile&, const LocalFile&) = default;
};

// The meaning of a text that was pasted or dropped: a place, c alone, or a file.
using Pasted = std::variant<julia::Place, julia::ComplexDecimal, LocalFile>;

// Reads it: a "fatou:" line with whatever a mail program made of it, a number as people write it,
// "file://…" or a path from the root. The Error is one sentence that says what would be taken.
Result<Pasted> readPasted(const QString& text);

// The paths of the files of this machine that URLs name, in order; also those of
// "file://localhost/…". Empty lines and comments of a list are none.
QStringList localFiles(const QList<QUrl>& urls);

// Whether a text may stand for something; quick enough to be asked while it is dragged.
bool mayBePasted(const QString& text);

}  // namespace fatou::io

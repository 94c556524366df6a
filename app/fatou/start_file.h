// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "core/io/foreign/foreign_entry.h"

namespace fatou::app {

// The place that a file has, and its colours where it says them: a place, a picture by Fatou, a
// position of XaoS or, as "FILE#NAME" where there are several, an entry of Fractint's. A Failure
// says what a file has instead.
io::ForeignPlace placeOfFile(const QString& path);

// What a file of another fractal program has, as lines to print: its entries, or all about the one
// that is named or alone; nothing where the file is of another kind.
std::optional<QString> foreignText(const QString& path);

}  // namespace fatou::app

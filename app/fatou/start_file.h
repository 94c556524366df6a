// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "core/io/foreign/foreign_entry.h"

namespace fatou::app {

// Returns the place of a file, and its colours if it has some. The file is a place, a picture by
// Fatou, a position of XaoS or a parameter file of Fractint, of whose entries one is named by
// "FILE#NAME". `change` is what the options make of the formula of a place or a picture, which is
// checked afterwards. Throws a Failure that says what any other file contains.
io::ForeignPlace placeOfFile(const QString& path, const io::FormulaChange& change = {});

// Describes a file of another fractal program in lines to be printed: its entries, or everything
// about the named or only one. Nothing if the file is of another kind.
std::optional<QString> foreignText(const QString& path);

}  // namespace fatou::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include <QString>

#include "core/base/result.h"
#include "core/exports/picture_spec.h"
#include "core/io/place_file.h"

namespace fatou::ui {

// What a file has for the window: a place, or a whole picture that was made by Fatou.
using OpenedFile = std::variant<io::NamedPlace, exports::PictureSpec>;

// Reads a file of any kind that can be opened; the content decides what it is. The Error is one
// sentence that names the file. Blocks; for any thread.
Result<OpenedFile> readOpenedFile(const QString& path);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>

#include <QString>

#include "core/base/result.h"
#include "core/color/gradient.h"
#include "core/exports/picture_spec.h"
#include "core/io/places/place_file.h"
#include "core/io/reports/run_json.h"

namespace fatou::ui {

// The contents of a file that the window can open: a place, a whole picture that was made by Fatou,
// a gradient or a recorded run.
using OpenedFile =
    std::variant<io::NamedPlace, exports::PictureSpec, color::Gradient, io::Recording>;

// Reads a file of any kind that can be opened; the content decides what it is. The Error is one
// sentence that names the file. Blocks; for any thread.
Result<OpenedFile> readOpenedFile(const QString& path);

}  // namespace fatou::ui

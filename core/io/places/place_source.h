// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/result.h"
#include "core/io/places/place_file.h"

namespace fatou::io {

// The place a file holds: a place file's, or that which a picture or array by Fatou was made from,
// named after the file. The content decides what the file is. The Error is one sentence that names
// the file; blocks while a picture is checked.
Result<NamedPlace> readPlaceOf(const QString& path);

}  // namespace fatou::io

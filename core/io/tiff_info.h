// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>

#include "core/base/result.h"
#include "core/io/file_info.h"

namespace fatou::io {

// Whether a TIFF begins like this; `firstBytes` are the first kStartBytes of a file.
bool isTiffStart(const QByteArray& firstBytes);

// Reads all directories of a TIFF and whether the tiles or strips they name are in the file.
// The Error is what follows `Cannot read "NAME":`, without a stop.
Result<FileInfo> readTiffInfo(QFile& file);

}  // namespace fatou::io

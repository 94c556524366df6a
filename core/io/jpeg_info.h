// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>

#include "core/base/result.h"
#include "core/io/file_info.h"

namespace fatou::io {

// Whether a JPEG begins like this; `firstBytes` are the first kStartBytes of a file.
bool isJpegStart(const QByteArray& firstBytes);

// Reads the segments of a JPEG up to its pixels, and whether it has an end.
// The Error is what follows `Cannot read "NAME":`, without a stop.
Result<FileInfo> readJpegInfo(QFile& file);

}  // namespace fatou::io

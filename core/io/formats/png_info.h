// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>

#include "core/base/result.h"
#include "core/io/formats/file_info.h"

namespace fatou::io {

bool isPngStart(const QByteArray& firstBytes);

// Reads a PNG file from its first byte to its end chunk. The Error is what follows
// `Cannot read "NAME":`, without a stop.
Result<FileInfo> readPngInfo(QFile& file);

}  // namespace fatou::io

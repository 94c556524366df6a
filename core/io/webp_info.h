// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>

#include "core/base/result.h"
#include "core/io/file_info.h"

namespace fatou::io {

// Whether a WebP begins like this; `firstBytes` are the first kStartBytes of a file.
bool isWebpStart(const QByteArray& firstBytes);

// Reads the chunks of a WebP.
// The Error is what follows `Cannot read "NAME":`, without a stop.
Result<FileInfo> readWebpInfo(QFile& file);

}  // namespace fatou::io

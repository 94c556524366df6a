// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>

#include "core/base/result.h"
#include "core/io/formats/file_info.h"

namespace fatou::io {

bool isNpyStart(const QByteArray& firstBytes);

// Reads a NumPy array from its first byte to its last. The Error is what follows
// `Cannot read "NAME":`, without a stop.
Result<FileInfo> readNpyInfo(QFile& file);

}  // namespace fatou::io

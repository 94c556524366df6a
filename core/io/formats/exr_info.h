// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>

#include "core/base/result.h"
#include "core/io/formats/file_info.h"

namespace fatou::io {

// Whether an EXR begins like this; `firstBytes` are the first kStartBytes of a file.
bool isExrStart(const QByteArray& firstBytes);

// Reads the head of an EXR and, where it has scan lines, whether all of them are in the file.
// The Error is what follows `Cannot read "NAME":`, without a stop.
Result<FileInfo> readExrInfo(QFile& file);

}  // namespace fatou::io

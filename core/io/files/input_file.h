// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QByteArray>
#include <QFile>
#include <QString>

#include "core/base/result.h"

namespace fatou::io {

// Opens a file for reading and never waits; every file that a user names is opened here. Anything
// but a regular file is refused: a pipe (also the shell's `<(command)`) would wait for its writer,
// and a device has no end. Qt's resources (":/…") are files, too. `wanted` is what the remedy asks
// for: "a place file". The Error is what follows `Cannot read "NAME":`, without a stop.
Status openInput(QFile& file, const QString& path, const char* wanted);

// Reads all of such a file; one of more than `most` bytes is an Error.
Result<QByteArray> readInput(const QString& path, std::int64_t most, const char* wanted);

}  // namespace fatou::io

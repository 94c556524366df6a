// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QByteArray>
#include <QFile>
#include <QString>

#include "core/base/result.h"

namespace fatou::io {

// The one way in for every file that a user names: opens it for reading and never waits. Only
// regular files are: a pipe (also the shell's `<(command)`) would wait for its writer, a device has
// no end, a folder is none. Qt's resources (":/…") are files, too. `wanted` is what the remedy asks
// for: "a place file". The Error is what follows `Cannot read "NAME":`, without a stop.
Status openInput(QFile& file, const QString& path, const char* wanted);

// All of such a file, which may have no more than `most` bytes.
Result<QByteArray> readInput(const QString& path, std::int64_t most, const char* wanted);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/result.h"

namespace fatou::io {

// `Cannot write "NAME": REASON.`, the form of every complaint about a file to be written.
Error cannotWrite(const QString& path, const QString& reason);
// `Cannot read "NAME": REASON.`
Error cannotRead(const QString& path, const QString& reason);

// What the system says and what the user can do about it, "CAUSE; REMEDY", where making or writing
// a file failed with the errno `error`.
QString writingReason(int error);
Error cannotWrite(const QString& path, int error);

// Whether the errno says that there is no room now: the disk is full, or a quota is used up.
bool isDiskFull(int error);

// The path in quotes, as complaints have it.
QString quoted(const QString& path);

}  // namespace fatou::io

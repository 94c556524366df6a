// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/result.h"
#include "core/io/files/output_target.h"
#include "core/io/files/own_file.h"

namespace fatou::io {

// Gives a complete file its name, `path`, which is no link; returns when bytes and name are on the
// disk. Mode, owner and attributes of a file that is replaced are kept. What fails here leaves the
// part, and the Error says so.
Status publish(OwnFile& part, const QString& path, const Replace& replace);

// Writes the bytes as a whole file beside `name` and gives it the name; over a link, the file that
// it leads to. A failure leaves what was there; blocks. The Error names the file. A program that is
// killed meanwhile leaves no part, but on a file system where no file can be without a name.
Status writeFile(const QString& name, const QByteArray& bytes, const Replace& replace);

// Makes the complaints that writeFile() would begin with, and leaves nothing.
Status checkWritable(const QString& name, const Replace& replace);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/io/formats/picture_formats.h"

namespace fatou::ui {

// What the format is good for, in one line for who has to choose.
QString aboutFormat(const io::FormatTraits& format);

QString depthName(io::Depth depth);
QString depthAbout(io::Depth depth);
QString compressionName(io::Compression compression);
QString compressionAbout(io::Compression compression);
QString fieldName(io::Field field);
QString fieldAbout(io::Field field);

// PATH with this format's ending: the ending of another format is replaced, any other text kept.
QString withEndingOf(const io::FormatTraits& format, const QString& path);

// The place in io::pictureFormats() of what the name's ending says; -1 where it says none.
int formatOf(const QString& path);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include <QString>

#include "core/io/picture_info.h"

namespace fatou::ui {

// A kind of file that pictures are exported to, and what can be chosen of it. A new one is a row of
// the table.
struct ExportFormat {
  const char* name;    // "PNG"
  const char* ending;  // "png"
  const char* about;   // one line for who has to choose; to be translated
  std::vector<io::Depth> depths;
  std::vector<io::Compression> compressions;
  std::vector<io::Field> fields;
  bool hasQuality = false;
  bool isOnePointAPixel = false;  // numbers, which have no average
};

// Those of the table that can be written: whose endings are among these.
std::vector<ExportFormat> exportFormats(std::span<const std::string> endings);

QString depthName(io::Depth depth);
QString depthAbout(io::Depth depth);
QString compressionName(io::Compression compression);
QString compressionAbout(io::Compression compression);
QString fieldName(io::Field field);
QString fieldAbout(io::Field field);

// The options as this format takes them: what it does not know is the default, so that equal files
// have equal options.
io::FileOptions optionsFor(const ExportFormat& format, const io::FileOptions& wanted);

// PATH with this format's ending: the ending of another format is replaced, any other text kept.
QString withEndingOf(const ExportFormat& format, const QString& path,
                     std::span<const ExportFormat> formats);

// The place in `formats` of what the name's ending says; -1 where it says none.
int formatOf(const QString& path, std::span<const ExportFormat> formats);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <QByteArray>
#include <QFile>
#include <QLatin1String>
#include <QString>

#include "core/base/result.h"
#include "core/io/formats/file_density.h"
#include "core/io/formats/file_info.h"
#include "core/io/formats/picture_format.h"
#include "core/io/formats/picture_info.h"

namespace fatou::io {

// One kind of picture file: all that the program knows of it. Writing, reading, the export dialog,
// its estimates and the filters of file dialogs take what they need from the same row.
struct FormatTraits {
  const char* name;   // "PNG"
  const char* about;  // one line for who has to choose; translated in the context kFormatContext
  std::span<const QLatin1String> endings;  // lower case, without dot; the usual one first
  std::int64_t largestSide;                // pixels
  std::int64_t mostPixels;
  // What can be chosen of FileOptions, the usual choice first; empty where the file has no such
  // thing. A format with fields holds the numbers of points instead of colours.
  std::span<const Depth> depths{};
  std::span<const Compression> compressions{};
  std::span<const Field> fields{};
  bool hasQuality = false;
  bool addsNumbers = false;  // beside the colours, where a pixel is one point
  FileDensity density{};
  std::unique_ptr<PictureFormat> (*make)(const PictureInfo&);
  bool (*isStart)(const QByteArray& firstBytes);  // whether so begins such a file
  Result<FileInfo> (*read)(QFile& file);

  // Numbers have no average, so that a pixel may not have several points.
  bool isOnePointAPixel() const { return !fields.empty(); }
};

inline constexpr char kFormatContext[] = "fatou::io::FormatTraits";

// All formats, those first that most people want.
std::span<const FormatTraits> pictureFormats();

// The format that the name's ending says, in any case; null where it says none.
const FormatTraits* formatOf(const QString& path);

// The same, or what is wrong with the ending, or with what the file is to hold.
Result<const FormatTraits*> formatFor(const QString& path, const PictureInfo& info);

// The options as this format takes them: what it does not know is the default, so that equal files
// have equal options.
FileOptions optionsFor(const FormatTraits& format, const FileOptions& wanted);

// The depth a picture has where the user does not choose one: what most programs read.
Depth defaultDepth(const QString& path);

// Between how many bytes a pixel of such a file takes; `samples` x `samples` points are a pixel.
ByteRange bytesAPixel(const FormatTraits& format, const FileOptions& options, int samples);

// Endings of all formats, without dot, as errors list them: "exr", "jpg", …
std::vector<std::string> pictureEndings();

// "*.png *.tif …": the files of all formats, for the filter of a file dialog.
QString picturePatterns();

}  // namespace fatou::io

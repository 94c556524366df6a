// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/color/painter.h"
#include "core/io/files/provenance.h"

namespace fatou::io {

// How exact the colours of a file are.
enum class Depth {
  Eight,    // bits of sRGB a channel: PNG, TIFF, JPEG, WebP
  Sixteen,  // bits of sRGB a channel: PNG, TIFF
  Half,     // 16-bit floats of linear light: EXR
  Float     // 32-bit floats of linear light: TIFF, EXR
};

// How the cells of a TIFF are compressed; both lose nothing.
enum class Compression { Deflate, Zstd };

// Which number of a pixel an array holds.
enum class Field {
  Count,     // J, int32
  Smooth,    // the smooth count, float32
  Distance,  // the distance to the Julia set in pixels, float32
};

// What the user may choose of a file; a format takes what concerns it.
struct FileOptions {
  Depth depth = Depth::Eight;
  Compression compression = Compression::Deflate;
  Field field = Field::Count;
  int quality = 92;  // 1 ... 100, of JPEG and WebP; 100 is lossless in WebP

  friend bool operator==(const FileOptions&, const FileOptions&) = default;
};

// What a picture file is told about its picture before the first row.
struct PictureInfo {
  std::int32_t width = 0;   // pixels, at least 1
  std::int32_t height = 0;  // rows, at least 1
  std::int32_t tmax = 0;    // the count of points that did not escape, at least 1
  std::shared_ptr<const color::Painter> painter;
  Parameters parameters;   // what made the picture
  Parameters identity;     // those of them that say which picture it is; all of them where empty
  int dpi = 0;             // pixels an inch on paper; 0: files say nothing about it
  bool hasCycles = false;  // its rows say which cycle each orbit ends in, for files to hold, too
  FileOptions options;

  int samples() const { return painter->samples(); }
};

// Finished rows of a picture, for a file: rows [firstRow, firstRow + rows), lowest first.
struct PictureRows {
  std::int32_t firstRow = 0;
  std::int32_t rows = 0;
  color::SampleField field;               // samples x samples of each pixel
  std::span<const std::int16_t> engines;  // that computed each row; one a row
};

}  // namespace fatou::io

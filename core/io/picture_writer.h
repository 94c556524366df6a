// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <QString>

#include "core/base/result.h"
#include "core/io/provenance.h"

namespace fatou::io {

// What a picture file is told about its picture before the first row.
struct PictureInfo {
  std::int32_t width = 0;   // pixels, at least 1
  std::int32_t height = 0;  // rows, at least 1
  std::int32_t tmax = 0;    // the count of points that did not escape, at least 1
  Parameters parameters;    // what made the picture
};

// Writes iteration counts to a picture file, slab by slab, in bounded memory.
//
// The file appears under its name with commit(), complete. A writer destroyed before leaves nothing
// behind and an existing file as it was. After a failure only destruction is left.
class PictureWriter {
 public:
  PictureWriter() = default;
  virtual ~PictureWriter() = default;
  PictureWriter(const PictureWriter&) = delete;
  PictureWriter& operator=(const PictureWriter&) = delete;

  // Rows [firstRow, firstRow + counts.size() / width), row-major, lowest row first. Slabs arrive
  // from the top of the picture down and without gaps: the first ends at row height.
  virtual Status writeRows(std::int32_t firstRow, std::span<const std::int32_t> counts) = 0;

  // Call once, after the slab with row 0. Blocks until the file is on the disk.
  virtual Status commit() = 0;
};

// A writer of the format that the ending of `path` names (.npy, .png; in any case). Claims the
// space an array needs, so a disk that is too small is known before the first row.
Result<std::unique_ptr<PictureWriter>> makePictureWriter(const QString& path,
                                                         const PictureInfo& info);

// Makes the complaints of makePictureWriter() about the name, the folder and the size of the
// picture without leaving a file: for asking before hours of rendering.
Status checkPicturePath(const QString& path, std::int32_t width, std::int32_t height);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/io/picture_file.h"
#include "core/io/picture_format.h"
#include "core/io/picture_info.h"

namespace fatou::io {

// How a picture is written.
struct WriteOptions {
  int threads = 0;       // that paint and pack; 0 is one a core
  bool replace = false;  // take the place of a file that is there
  DiskFullHandler diskFull;
};

// Writes a picture to a file, slab by slab, in bounded memory, painted and packed on many threads.
//
// The file appears under its name with commit(), complete. Until then it is NAME.part, beside which
// NAME.part.journal says what of it is done; a program that is killed leaves both, and a writer
// that is opened for the same picture goes on from there. The bytes of the file depend on the
// picture alone, not on slabs, threads or interruptions. A writer destroyed before commit() removes
// both unless it was told to keep them. After a failure only keepPart() and destruction are left.
class PictureWriter {
 public:
  // A file of the format that the ending of `path` names, in any case. The Error says what is wrong
  // with the name, the folder, the size of the picture or the options.
  static Result<std::unique_ptr<PictureWriter>> open(const QString& path, const PictureInfo& info,
                                                     const WriteOptions& options);
  ~PictureWriter();
  PictureWriter(const PictureWriter&) = delete;
  PictureWriter& operator=(const PictureWriter&) = delete;

  // Rows [0, missingRows()) are still to come: all of them, or what an earlier run has left.
  std::int32_t missingRows() const;
  // The digests of the slabs that an earlier run has written, the top one first.
  const std::vector<std::string>& digests() const;

  // Slabs arrive from the top of the picture down and without gaps: the first ends at row height,
  // or at missingRows(). `digest` is kept for who goes on with the picture.
  Status writeRows(const PictureRows& rows, const std::string& digest);

  // Call once, after the slab with row 0. `sha256` is that of J. Blocks until the file is on the
  // disk.
  Status commit(const std::string& sha256);

  void keepPart();
};

// Makes the complaints of open() without leaving a file: for asking before hours of rendering.
Status checkPictureFile(const QString& path, std::int32_t width, std::int32_t height, int samples,
                        const FileOptions& options, bool replace);

// Endings of the formats that can be written, without dot: "npy", "png", …
std::vector<std::string> pictureEndings();

}  // namespace fatou::io

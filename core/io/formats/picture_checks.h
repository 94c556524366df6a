// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/base/result.h"
#include "core/io/formats/left_part.h"
#include "core/io/formats/picture_file.h"
#include "core/io/formats/picture_formats.h"
#include "core/io/formats/picture_info.h"
#include "core/io/formats/picture_journal.h"

namespace fatou::io {

// How a picture is written.
struct WriteOptions {
  int threads = 0;             // that paint and pack; 0 is one a core
  Replace replace;             // a file that is there
  bool ownPartsAlone = false;  // a NAME.part of no picture of this program is never replaced
  DiskFullHandler diskFull;
  // Complete files of an earlier run that was killed while they took their names: a file that is
  // there and is one of them is no other file in the way.
  std::vector<PictureFile::Digest> complete;

  PartRule partRule() const { return {.replace = replace, .ownAlone = ownPartsAlone}; }
};

// Makes the complaints of PictureWriter::open() without leaving a file: for asking before hours of
// rendering.
Status checkPictureFile(const QString& name, const PictureInfo& info, const WriteOptions& options);

// The files that a run completed together with this one, as far as its journal is left.
std::vector<PictureFile::Digest> completeFiles(const QString& name, const PictureInfo& info);

// Whether PictureWriter::open() would go on with what an earlier run has left of this very picture.
// Reads all of its journal.
bool canResume(const QString& path, const PictureInfo& info);

// A digest of everything that the rows of the picture's file depend on, by which a journal knows
// its picture. What the format does not know of the options is not among it.
std::string pictureKey(const PictureInfo& info, const FormatTraits& format);

// Whether the file at `path` is already the complete one, from a run that was killed before all of
// its files had their names. `complete` and the journal say which files were complete.
bool isPublished(const QString& path, std::vector<PictureFile::Digest> complete,
                 const JournalContents& left);

}  // namespace fatou::io

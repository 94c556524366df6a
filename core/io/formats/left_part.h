// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <QString>

#include "core/base/result.h"
#include "core/io/files/output_target.h"
#include "core/io/formats/picture_file.h"
#include "core/io/formats/picture_journal.h"

namespace fatou::io {

// Whether a NAME.part and a journal that are there, but are not of the file to be written, may be
// replaced.
struct PartRule {
  Replace replace;
  bool ownAlone = false;  // those of this program may, others not, whatever `replace` says
};

// The complaint about what stands beside `path`, whose journal is of that origin. A part without a
// journal of this program is not this program's.
Status checkLeftPart(const QString& path, JournalContents::Origin origin, const PartRule& rule);

// NAME.part, a new one or the one that is there; with a new one a new journal, else none. The
// journal is made first, as nobody could know whose a part without a journal is.
struct OpenedPart {
  std::unique_ptr<PictureFile> file;
  std::unique_ptr<PictureJournal> journal;
};
Result<OpenedPart> openPart(const QString& path, const std::string& key,
                            const DiskFullHandler& diskFull = {});

}  // namespace fatou::io

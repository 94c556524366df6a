// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include <QString>

#include "core/base/result.h"
#include "core/io/output_target.h"
#include "core/io/picture_file.h"
#include "core/io/picture_journal.h"

namespace fatou::io {

// What of NAME.part and its journal that are left of something else may be replaced.
struct PartRule {
  Replace replace;        // all
  bool ownAlone = false;  // what this program made, and nothing else whatever `replace` says
};

// The complaint about what stands beside `path`, whose journal is of that origin. A part without a
// journal of this program is not this program's.
Status checkLeftPart(const QString& path, JournalContents::Origin origin, const PartRule& rule);

// NAME.part, as it is or a new one, and the journal where that is new, too. The journal is made
// first: who finds a part alone cannot know whose it is.
struct OpenedPart {
  std::unique_ptr<PictureFile> file;
  std::unique_ptr<PictureJournal> journal;
};
Result<OpenedPart> openPart(const QString& path, const std::string& key,
                            const DiskFullHandler& diskFull = {});

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/left_part.h"

#include <utility>

#include "core/io/files/file_errors.h"
#include "core/io/files/own_file.h"

namespace fatou::io {
namespace {

Error inTheWay(const QString& path, const QString& name, const char* what, const Replace& replace) {
  const QString other = replace.remedy.isEmpty()
                            ? QStringLiteral(" or delete it")
                            : QStringLiteral(", delete it, or ") + replace.remedy;
  return cannotWrite(path, quoted(name) + QStringLiteral(" is ") + QLatin1String(what) + other);
}

// The journal beside `path`, a new and empty one where there is none, and locked: of two programs
// that begin at the same time one gets on, before either writes a head.
Result<OwnFile> lockedJournal(const QString& path) {
  constexpr int kTries = 10;
  for (int i = 0; i < kTries; ++i) {
    auto opened = OwnFile::open(PictureJournal::nameFor(path), path, OwnFile::Wanted::Any);
    if (!opened) return opened;
    OwnFile journal = std::move(opened).value();
    if (!journal.lock()) break;
    if (journal.hasItsName()) return journal;  // else it was removed before it was locked
  }
  return cannotWrite(path, QStringLiteral("another program is writing it; wait for that or "
                                          "choose another name"));
}

// Writes the head of a journal that is empty; one that it cannot write it does not leave.
Result<std::unique_ptr<PictureJournal>> begunJournal(OwnFile& empty, const QString& path,
                                                     const std::string& key,
                                                     const DiskFullHandler& diskFull) {
  auto journal = PictureJournal::open(path, key, {}, diskFull);
  if (!journal && !empty.wasThere()) empty.remove();
  return journal;
}

}  // namespace

Status checkLeftPart(const QString& path, JournalContents::Origin origin, const PartRule& rule) {
  using enum JournalContents::Origin;
  const QString part = PictureFile::partName(path);
  const QString journal = PictureJournal::nameFor(path);
  for (const QString& own : {part, journal})
    if (Status s = checkOwn(own, path); !s) return s;
  if (origin == ThisPicture) return success();
  if (rule.ownAlone ? origin == OtherPicture : rule.replace.allowed) return success();
  if (origin == Foreign)
    return inTheWay(path, journal, "not of this program; move it away", rule.replace);
  if (!isThere(part)) return success();
  if (origin == Nothing)
    return inTheWay(path, part, "of unknown origin; move it away", rule.replace);
  return inTheWay(path, part, "left from another picture or version; finish that", rule.replace);
}

Result<OpenedPart> openPart(const QString& path, const std::string& key,
                            const DiskFullHandler& diskFull) {
  OpenedPart opened;
  OwnFile lock;  // until the part has one
  if (isThere(PictureJournal::nameFor(path)) || !isThere(PictureFile::partName(path))) {
    auto locked = lockedJournal(path);
    if (!locked) return locked.error();
    lock = std::move(locked).value();
  }
  if (lock.isOpen() && lock.size() == 0 && !isThere(PictureFile::partName(path))) {
    auto journal = begunJournal(lock, path, key, diskFull);
    if (!journal) return journal.error();
    opened.journal = std::move(journal).value();
  }
  auto file = PictureFile::open(path);
  if (file) {
    opened.file = std::move(file).value();
    return opened;
  }
  if (opened.journal && !isThere(PictureFile::partName(path))) opened.journal->remove();
  return file.error();
}

}  // namespace fatou::io

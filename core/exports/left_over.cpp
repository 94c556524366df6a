// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/left_over.h"

#include <memory>

#include <QFile>

#include "core/exports/slab_spool.h"
#include "core/exports/target_files.h"
#include "core/io/formats/picture_journal.h"
#include "core/io/formats/picture_writer.h"

namespace fatou::exports {

LeftOver leftOver(const PictureSpec& spec, const Target& target) {
  const QString path = io::fileBehind(target.path);
  if (path.isEmpty() || !QFile::exists(io::PictureFile::partName(path))) return LeftOver::None;
  const auto painter = std::make_shared<const color::Painter>(
      spec.coloring, spec.request.picture.place.tmax, color::Equalization(), spec.samples);
  const io::PictureInfo info = infoFor(spec, target, painter);
  return io::canResume(path, info) ? LeftOver::OfThisPicture : LeftOver::OfAnother;
}

// The journal goes last, as it says whose the other files are.
void removeLeftOver(const QString& name) {
  const QString path = io::fileBehind(name);
  using enum io::JournalContents::Origin;
  const auto origin = io::readJournal(path, {}).origin;
  if (origin == Nothing || origin == Foreign) return;
  auto file = io::PictureFile::open(path);
  if (!file) return;
  file.value()->takeAsNew();
  SlabSpool::remove(path);
  file = Error{};  // deletes the part
  io::removeJournal(path);
}

}  // namespace fatou::exports

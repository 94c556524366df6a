// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/left_over.h"

#include <memory>

#include <QFile>

#include "core/exports/slab_spool.h"
#include "core/io/picture_journal.h"
#include "core/io/picture_writer.h"

namespace fatou::exports {

LeftOver leftOver(const PictureSpec& spec, const Target& target) {
  const QString path = io::fileBehind(target.path);
  if (path.isEmpty() || !QFile::exists(io::PictureFile::partName(path))) return LeftOver::None;
  const io::PictureInfo info{
      .width = spec.request.width,
      .height = spec.request.height,
      .tmax = spec.request.place.tmax,
      .painter = std::make_shared<const color::Painter>(spec.coloring, spec.request.place.tmax,
                                                        color::Equalization(), spec.samples),
      .parameters = parameters(spec),
      .options = target.options};
  return io::canGoOn(path, info) ? LeftOver::OfThisPicture : LeftOver::OfAnother;
}

void removeLeftOver(const QString& name) {
  const QString path = io::fileBehind(name);
  QFile::remove(io::PictureJournal::nameFor(path));
  QFile::remove(io::PictureFile::partName(path));
  QFile::remove(SlabSpool::nameFor(path));
}

}  // namespace fatou::exports

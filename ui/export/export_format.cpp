// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/export_format.h"

#include <QCoreApplication>

namespace fatou::ui {
namespace {

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::ExportFormat", text);
}

}  // namespace

QString aboutFormat(const io::FormatTraits& format) {
  return QCoreApplication::translate(io::kFormatContext, format.about);
}

QString depthName(io::Depth depth) {
  switch (depth) {
    case io::Depth::Eight:
      return tr("8 bit");
    case io::Depth::Sixteen:
      return tr("16 bit");
    case io::Depth::Half:
      return tr("Half");
    case io::Depth::Float:
      return tr("Float");
  }
  return {};
}

QString depthAbout(io::Depth depth) {
  switch (depth) {
    case io::Depth::Eight:
      return tr("256 steps a colour, as on a screen");
    case io::Depth::Sixteen:
      return tr("65,536 steps a colour, for editing without banding");
    case io::Depth::Half:
      return tr("16-bit floats of linear light");
    case io::Depth::Float:
      return tr("32-bit floats of linear light");
  }
  return {};
}

QString compressionName(io::Compression compression) {
  return compression == io::Compression::Deflate ? tr("Deflate") : tr("Zstd");
}

QString compressionAbout(io::Compression compression) {
  return compression == io::Compression::Deflate
             ? tr("Read by every program")
             : tr("Faster, and smaller; not read by older programs");
}

QString fieldName(io::Field field) {
  switch (field) {
    case io::Field::Count:
      return tr("J");
    case io::Field::Smooth:
      return tr("Smooth");
    case io::Field::Distance:
      return tr("Distance");
  }
  return {};
}

QString fieldAbout(io::Field field) {
  switch (field) {
    case io::Field::Count:
      return tr("How many iterations each point took, as int32");
    case io::Field::Smooth:
      return tr("The smooth count, as float32");
    case io::Field::Distance:
      return tr("The distance to the Julia set in pixels, as float32");
  }
  return {};
}

QString withEndingOf(const io::FormatTraits& format, const QString& path) {
  const io::FormatTraits* now = io::formatOf(path);
  if (now == &format) return path;
  const QString stem = now == nullptr ? path : path.left(path.lastIndexOf(u'.'));
  return stem + u'.' + format.endings.front();
}

int formatOf(const QString& path) {
  const io::FormatTraits* format = io::formatOf(path);
  return format == nullptr ? -1 : static_cast<int>(format - io::pictureFormats().data());
}

}  // namespace fatou::ui

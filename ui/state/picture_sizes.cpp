// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/picture_sizes.h"

#include <QCoreApplication>

#include "core/render/render_request.h"
#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

constexpr PixelSize kOffered[] = {{512, 512},   {1024, 1024}, {2048, 2048},
                                  {1920, 1080}, {3840, 2160}, {4096, 4096}};

QString translated(const char* text) {
  return QCoreApplication::translate("PictureSizes", text);
}

}  // namespace

std::span<const PixelSize> offeredSizes() {
  return kOffered;
}

QString sizeText(PixelSize size) {
  return QStringLiteral("%1 × %2").arg(size.width).arg(size.height);
}

QString sizeProblem(std::int64_t width, std::int64_t height) {
  for (const std::int64_t side : {width, height})
    if (side < 1 || side > render::kMaxSide)
      return translated(QT_TRANSLATE_NOOP("PictureSizes", "%1 pixels is out of range: use 1 to %2"))
          .arg(groupedText(side), groupedText(render::kMaxSide));
  if (width * height <= kMaxWindowPixels) return {};
  return translated(QT_TRANSLATE_NOOP("PictureSizes",
                                      "%1 × %2 is more than the 64 M pixels that the window keeps "
                                      "in memory: use a height up to %3, or Export… (Ctrl+E)"))
      .arg(groupedText(width), groupedText(height), groupedText(kMaxWindowPixels / width));
}

}  // namespace fatou::ui

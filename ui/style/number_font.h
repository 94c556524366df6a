// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QFontDatabase>

namespace fatou::ui {

// The fixed-pitch font that numbers are set in, so that their digits line up, as large as `like`.
inline QFont numberFont(const QFont& like) {
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  if (like.pixelSize() > 0)
    font.setPixelSize(like.pixelSize());
  else
    font.setPointSizeF(like.pointSizeF());
  font.setWeight(like.weight());
  return font;
}

}  // namespace fatou::ui

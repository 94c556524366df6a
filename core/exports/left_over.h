// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exports/picture_spec.h"

namespace fatou::exports {

// The files that an interrupted export has left beside its picture.
enum class LeftOver {
  None,
  OfThisPicture,  // exportPicture() goes on with it
  OfAnother,      // exportPicture() refuses, unless it may replace it
};

LeftOver leftOver(const PictureSpec& spec, const Target& target);

// Removes NAME.part, its journal and the rows put aside; nothing there is no failure.
void removeLeftOver(const QString& path);

}  // namespace fatou::exports

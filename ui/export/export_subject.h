// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/exports/picture_spec.h"
#include "ui/state/explorer_state.h"

namespace fatou::ui {

// The subject of an export: the picture in the window, of which any size can be made.
struct ExportSubject {
  ExplorerState state;
  PixelSize canvas;  // device pixels
  // The picture of the file that the state came from, while the state is still that file's.
  std::optional<exports::PictureSpec> opened;
  int engines = 1;
};

// The size of the subject in the window.
PixelSize shownSize(const ExportSubject& subject);

// The picture at another size. At the shown size it is the picture in the window, and at the size
// of the file that it came from it is that file's, both to the bit. Other sizes show all that the
// window shows, around the same centre with square pixels, and more at two sides where their
// proportions are others. The Error says why there is no such picture.
Result<exports::PictureSpec> specFor(const ExportSubject& subject, PixelSize size, int samples);

}  // namespace fatou::ui

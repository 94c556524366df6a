// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/formats/png_guard.h"

#include <cstdio>

namespace fatou::io {

void noteError(png_structp png, png_const_charp text) {
  auto* complaint = static_cast<PngComplaint*>(png_get_error_ptr(png));
  std::snprintf(complaint->text, sizeof complaint->text, "%s", text);
  png_longjmp(png, 1);
}

void noteWarning(png_structp png, png_const_charp) {
  static_cast<PngComplaint*>(png_get_error_ptr(png))->hasWarning = true;
}

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csetjmp>

#include <QString>
#include <png.h>

namespace fatou::io {

// libpng reports an error by leaving all its functions at once, with longjmp(), which runs no
// destructors. guarded() is the one place in Fatou where it lands.
struct PngComplaint {
  char text[128] = {};      // of the error that ended a call, or empty
  bool hasWarning = false;  // libpng left something out that it did not like
};

// To be given to png_create_*_struct() along with a PngComplaint.
[[noreturn]] void noteError(png_structp png, png_const_charp text);
void noteWarning(png_structp png, png_const_charp text);

// Runs calls to libpng; false when one of them failed. `calls` is a lambda that captures by
// reference and has no local with a destructor while libpng runs.
template <typename Calls>
bool guarded(png_structp png, const Calls& calls) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  calls();
  return true;
}

}  // namespace fatou::io

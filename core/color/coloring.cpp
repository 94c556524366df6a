// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/coloring.h"

namespace fatou::color {

Coloring Coloring::defaultColoring() {
  const Palette palette = Palette::defaultPalette();
  return {.gradient = {.name = palette.name, .stops = palette.stops}, .interior = palette.interior};
}

}  // namespace fatou::color

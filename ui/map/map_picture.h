// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QImage>

#include "core/color/coloring.h"
#include "core/julia/scaled.h"
#include "core/render/parameter_map.h"

namespace fatou::ui {

// The numbers of a finished map, which every colouring of it shares. Rows from the lowest up.
struct MapField {
  render::MapRequest request;
  std::vector<std::int32_t> counts;
  std::vector<float> smooth;
};

// A map as a widget shows it: an image, and the part of the plane it is of.
struct MapPicture {
  QImage image;  // highest row first
  julia::ComplexDecimal centre;
  julia::Scaled step;  // between neighbouring pixels
};

// Colours the counts less the steps that all orbits take, so that a deep map uses the whole
// gradient.
MapPicture shadedMap(const MapField& field, const color::Coloring& coloring);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_picture.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "core/color/equalization.h"
#include "core/color/shader.h"

namespace fatou::ui {
namespace {

color::Equalization equalizationOf(const IterationNumbers& all, const color::Coloring& coloring,
                                   std::int32_t tmax) {
  if (coloring.mapping != color::Mapping::Equalized) return {};
  color::CountHistogram histogram;
  histogram.add(all, coloring.smooth, tmax);
  return color::Equalization(histogram);
}

// How many steps are taken off each count, so that the least one is 1. Steps that all orbits of a
// map take say nothing of its pixels, and would leave deep maps hardly a colour of the gradient.
std::int32_t commonSteps(const MapField& field) {
  const std::int32_t least = *std::ranges::min_element(field.numbers.counts);
  return least == field.request.tmax ? 0 : std::max(0, least - 1);
}

MapField without(std::int32_t steps, MapField field) {
  field.request.tmax -= steps;
  for (std::int32_t& count : field.numbers.counts) count -= steps;
  for (float& count : field.numbers.smooth) count -= static_cast<float>(steps);
  return field;
}

}  // namespace

MapPicture shadedMap(const MapField& whole, const color::Coloring& coloring) {
  const MapField field = without(commonSteps(whole), whole);
  const render::MapRequest& request = field.request;
  const IterationNumbers all = field.numbers.all();
  const color::Shader shader(coloring, request.tmax, equalizationOf(all, coloring, request.tmax));
  QImage image(request.width, request.height, QImage::Format_RGB32);
  const auto columns = static_cast<std::size_t>(request.width);
  for (int row = 0; row < request.height; ++row) {
    auto* line = reinterpret_cast<std::uint32_t*>(image.scanLine(request.height - 1 - row));
    shader.shade(field.numbers.row(static_cast<std::size_t>(row)), std::span(line, columns));
  }
  return {.image = std::move(image),
          .centre = request.view.centre,
          .step = julia::Scaled::of(request.view.radius) * (2.0 / std::max(1, request.height - 1))};
}

}  // namespace fatou::ui

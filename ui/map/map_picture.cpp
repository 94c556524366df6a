// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_picture.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "core/color/equalization.h"
#include "core/color/shader.h"

namespace fatou::ui {
namespace {

color::Equalization equalizationOf(const color::Samples& all, const color::Coloring& coloring,
                                   std::int32_t tmax) {
  if (coloring.mapping != color::Mapping::Equalized) return {};
  color::CountHistogram histogram;
  histogram.add(all, coloring.smooth, tmax);
  return color::Equalization(histogram);
}

// How many steps are taken off each count, so that the least one is 1. Steps that all orbits of a
// map take say nothing of its pixels, and would leave deep maps hardly a colour of the gradient.
std::int32_t commonSteps(const MapField& field) {
  const std::int32_t least = *std::ranges::min_element(field.counts);
  return least == field.request.tmax ? 0 : std::max(0, least - 1);
}

MapField without(std::int32_t steps, MapField field) {
  field.request.tmax -= steps;
  for (std::int32_t& count : field.counts) count -= steps;
  for (float& count : field.smooth) count -= static_cast<float>(steps);
  return field;
}

}  // namespace

MapPicture shadedMap(const MapField& whole, const color::Coloring& coloring) {
  const MapField field = without(commonSteps(whole), whole);
  const auto& [view, width, height, tmax, smooth] = field.request;
  const color::Samples all{.counts = field.counts, .smooth = field.smooth};
  const color::Shader shader(coloring, tmax, equalizationOf(all, coloring, tmax));
  QImage image(width, height, QImage::Format_RGB32);
  const auto columns = static_cast<std::size_t>(width);
  for (int row = 0; row < height; ++row) {
    const std::size_t first = columns * static_cast<std::size_t>(row);
    const color::Samples samples{
        .counts = all.counts.subspan(first, columns),
        .smooth = all.smooth.empty() ? all.smooth : all.smooth.subspan(first, columns)};
    auto* line = reinterpret_cast<std::uint32_t*>(image.scanLine(height - 1 - row));
    shader.shade(samples, std::span(line, columns));
  }
  return {.image = std::move(image),
          .centre = view.centre,
          .step = julia::Scaled::of(view.radius) * (2.0 / std::max(1, height - 1))};
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/picture/refinement.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/color/painter.h"

namespace fatou::ui {
namespace {

RefinedRows refinedRows(const render::Tile& tile, const Refinement& refinement) {
  const color::Painter painter(refinement.shader, refinement.samples);
  const auto samples = static_cast<std::size_t>(refinement.samples);
  const color::SampleField field{.width = static_cast<std::size_t>(tile.counts.cols()),
                                 .samples = tile.numbers()};
  const std::size_t width = field.width / samples;
  RefinedRows rows{.firstRow = tile.rect.y / refinement.samples,
                   .rows = tile.rect.height / refinement.samples};
  rows.colors.resize(static_cast<std::size_t>(rows.rows) * width);
  for (std::size_t row = 0; row < field.rows() / samples; ++row)
    painter.paint(field, {.row = row, .first = 0, .size = width},
                  std::span(rows.colors).subspan(row * width, width));
  return rows;
}

}  // namespace

Status renderRefined(const render::Renderer& renderer, const render::RenderJob& job,
                     const Refinement& refinement, const RefinedSink& sink,
                     const std::stop_token& stop) {
  const auto fine = job.supersampled(refinement.samples);
  const std::int32_t width = fine->request().picture.width;
  const std::int32_t bandRows =
      refinement.samples * std::max(1, (1 << 18) / (width * refinement.samples));
  std::vector<render::PixelBlock> bands;
  for (std::int32_t end = fine->request().picture.height; end > 0; end -= bandRows) {
    const std::int32_t begin = std::max(0, end - bandRows);
    bands.push_back({.rect = {0, begin, width, end - begin}, .sampling = {}});
  }
  const auto run = renderer.render(
      fine, bands,
      [&](const render::Tile& tile, const render::BandRecord&) {
        sink(refinedRows(tile, refinement));
      },
      stop);
  if (!run) return run.error();
  return success();
}

}  // namespace fatou::ui

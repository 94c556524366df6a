// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/mirror_image.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace fatou::render {
namespace {

// The part of a band's numbers that a mirror image repeats, turned as the symmetry says.
template <typename Numbers>
Numbers mirrored(const Numbers& numbers, Eigen::Index rows, julia::Symmetry symmetry) {
  if (numbers.size() == 0) return {};
  const auto upper = numbers.bottomRows(rows);  // a middle row, the band's lowest, is left out
  if (symmetry == julia::Symmetry::HalfTurn) return upper.reverse();
  return upper.colwise().reverse();
}

}  // namespace

julia::Grid mirrorPoints(const julia::Grid& grid, julia::Symmetry symmetry, RowRange rows) {
  julia::Grid points{.xs = grid.xs, .ys = {}};
  if (symmetry == julia::Symmetry::HalfTurn) std::ranges::reverse(points.xs);
  for (std::int32_t row = rows.begin; row < rows.end; ++row)
    points.ys.push_back(grid.ys[grid.ys.size() - 1 - static_cast<std::size_t>(row)]);
  return points;
}

Tile mirrorImage(const Tile& band, julia::Symmetry symmetry, std::int32_t height) {
  const RowRange rows = mirroredRows({band.rect.y, band.rect.y + band.rect.height}, height);
  Tile image{.rect = {0, rows.begin, band.rect.width, rows.size()}};
  image.counts = mirrored(band.counts, rows.size(), symmetry);
  const Eigen::Index leftOut = band.counts.rows() - rows.size();
  image.iterations = band.iterations - band.counts.topRows(leftOut).cast<std::int64_t>().sum();
  image.smooth = mirrored(band.smooth, rows.size(), symmetry);
  image.distance = mirrored(band.distance, rows.size(), symmetry);
  image.cycles = mirrored(band.cycles, rows.size(), symmetry);
  return image;
}

void correctMirrorImage(const kernels::MirrorReport& report, const Tile& band,
                        julia::Symmetry symmetry, Tile& image) {
  const Eigen::Index width = band.counts.cols();
  for (std::size_t k = 0; k < report.deviations.size(); ++k) {
    const auto& [index, count] = report.deviations[k];
    // Rows are counted from the top, because a middle row at the bottom of the band has no place in
    // the image.
    const Eigen::Index row = band.counts.rows() - 1 - Eigen::Index{index} / width;
    const Eigen::Index column = Eigen::Index{index} % width;
    if (row >= image.counts.rows()) continue;
    const bool turned = symmetry == julia::Symmetry::HalfTurn;
    const Eigen::Index to = turned ? width - 1 - column : column;
    image.iterations += std::int64_t{count} - image.counts(row, to);
    image.counts(row, to) = count;
    if (!report.smooth.empty()) image.smooth(row, to) = report.smooth[k];
  }
}

}  // namespace fatou::render

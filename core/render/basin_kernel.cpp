// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/basin_kernel.h"

#include <cstddef>
#include <span>
#include <utility>

#include "core/julia/formulas/map_symmetry.h"
#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program_basins.h"
#include "core/render/mirror_image.h"

namespace fatou::render {

BasinKernel::BasinKernel(const PictureRequest& picture, const julia::Grid& grid,
                         const kernels::Program& program, julia::Basins basins)
    : PictureKernel(picture, grid, julia::pixelSize(grid)),
      m_program(program),
      m_basins(std::move(basins)) {
  const julia::Formula& formula = picture.place.formula;
  if (julia::mapSymmetry(formula.expression(), formula.values(picture.place.c)).conjugation)
    m_conjugates = julia::conjugateCycles(m_basins).value_or(std::vector<std::int32_t>());
}

Result<std::shared_ptr<PictureKernel>> BasinKernel::create(
    const PictureRequest& picture, const julia::Grid& grid,
    const std::optional<julia::Basins>& basins) {
  const julia::Place& place = picture.place;
  const auto program = julia::buildProgram(place.formula, place.c);
  if (!program) return program.error();
  auto found = basins ? Result<julia::Basins>(*basins) : julia::basinsOf(place.formula, place.c);
  if (!found) return found.error();
  return std::shared_ptr<PictureKernel>(
      std::make_shared<BasinKernel>(picture, grid, program.value(), std::move(found).value()));
}

julia::Mirror BasinKernel::mirrorOf(const julia::Grid& grid) const {
  if (m_conjugates.empty()) return {};
  // f and its discs are conjugate here, so c is real or unused: asks with the real c = 0.
  return julia::mirrorOf(picture().place.formula, {}, grid);
}

void BasinKernel::correctMirrored(Tile& image) const {
  image.cycles = image.cycles.unaryExpr([this](std::int32_t cycle) {
    return cycle > 0 ? m_conjugates[static_cast<std::size_t>(cycle)] : cycle;
  });
}

std::pair<Tile, Tile> BasinKernel::computeNearlyMirrored(RowRange rows,
                                                         const std::stop_token& stop) const {
  const std::vector<double>& ys = grid().ys;
  const auto width = static_cast<std::int32_t>(grid().xs.size());
  const auto height = static_cast<std::int32_t>(ys.size());
  const auto isMirrored = [&](std::int32_t row) {
    return ys[static_cast<std::size_t>(row)] == -ys[static_cast<std::size_t>(height - 1 - row)];
  };
  Tile tile = compute(fullRows(width, rows), stop);
  Tile image = mirrorImage(tile, mirror().symmetry, height);
  correctMirrored(image);
  const RowRange all{image.rect.y, image.rect.y + image.rect.height};
  for (RowRange others = all; others.begin < all.end; others.begin = others.end) {
    others.end = others.begin + 1;
    if (isMirrored(others.begin)) continue;
    while (others.end < all.end && !isMirrored(others.end)) ++others.end;
    const Tile part = compute(fullRows(width, others), stop);
    const Eigen::Index from = others.begin - all.begin;
    image.counts.middleRows(from, others.size()) = part.counts;
    if (image.cycles.size() > 0) image.cycles.middleRows(from, others.size()) = part.cycles;
  }
  image.iterations = image.counts.cast<std::int64_t>().sum();
  return {std::move(tile), std::move(image)};
}

bool BasinKernel::fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const {
  const kernels::ProgramBasinJob job{.program = m_program,
                                     .discs = m_basins.discs,
                                     .escapeRadius = m_basins.escapeRadius,
                                     .escapePart = m_basins.escapePart,
                                     .tmax = picture().place.tmax,
                                     .xs = points.xs,
                                     .ys = points.ys};
  tile.cycles.resize(tile.counts.rows(), tile.counts.cols());
  const auto numbersIn = [](CountArray& array) {
    return std::span(array.data(), static_cast<std::size_t>(array.size()));
  };
  const bool isDone =
      kernels::programBasins(job, {numbersIn(tile.counts), numbersIn(tile.cycles)}, stop);
  if (!picture().quantities.cycle) tile.cycles.resize(0, 0);
  return isDone;
}

}  // namespace fatou::render

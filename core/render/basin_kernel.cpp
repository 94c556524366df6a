// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/basin_kernel.h"

#include <cstddef>
#include <span>

#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program_basins.h"

namespace fatou::render {

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

bool BasinKernel::fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const {
  const kernels::ProgramBasinJob job{.program = m_program,
                                     .discs = m_basins.discs,
                                     .escapeRadius = m_basins.escapeRadius,
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

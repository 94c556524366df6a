// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/program_kernel.h"

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program_escape_time.h"
#include "core/kernels/program_quantities.h"

namespace fatou::render {

Result<std::shared_ptr<PictureKernel>> ProgramKernel::create(const PictureRequest& picture,
                                                             const julia::Grid& grid) {
  const julia::Place& place = picture.place;
  const auto exit = julia::escapeExitOf(place.formula, place.c);
  if (!exit) return exit.error();
  const auto program =
      julia::buildProgram(place.formula, place.c, {.slope = picture.quantities.distance});
  if (!program) return program.error();
  return std::shared_ptr<PictureKernel>(
      std::make_shared<ProgramKernel>(picture, grid, program.value(), exit.value()));
}

bool ProgramKernel::fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const {
  const kernels::ProgramJob job{.program = m_program,
                                .escapeRadius = m_exit.radius,
                                .escapePart = m_exit.part,
                                .tmax = picture().place.tmax,
                                .xs = points.xs,
                                .ys = points.ys};
  const auto size = static_cast<std::size_t>(tile.counts.size());
  const std::span counts(tile.counts.data(), size);
  return kernels::programEscapeTimes(job, counts, stop) && fillQuantities(job, tile, stop);
}

bool ProgramKernel::fillQuantities(const kernels::ProgramJob& job, Tile& tile,
                                   const std::stop_token& stop) const {
  const Quantities& wanted = picture().quantities;
  if (!wanted.smooth && !wanted.distance) return true;
  const kernels::EscapeQuantities rooms{
      .smooth = zeroRoom(wanted.smooth, tile.counts, tile.smooth),
      .distance = zeroRoom(wanted.distance, tile.counts, tile.distance),
      .pixelSize = pixelSize()};
  const std::span<const std::int32_t> counts(tile.counts.data(),
                                             static_cast<std::size_t>(tile.counts.size()));
  if (m_exit.degree == 0) {
    for (std::size_t i = 0; i < rooms.smooth.size(); ++i)
      rooms.smooth[i] = static_cast<float>(counts[i]);
    return true;
  }
  return kernels::programQuantities(job, counts, {.degree = m_exit.degree, .lead = m_exit.lead},
                                    rooms, stop);
}

}  // namespace fatou::render

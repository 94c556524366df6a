// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/program_kernel.h"

#include <cstddef>
#include <span>

#include "core/julia/formulas/program_builder.h"
#include "core/kernels/program_escape_time.h"

namespace fatou::render {

Result<std::shared_ptr<PictureKernel>> ProgramKernel::create(const PictureRequest& picture,
                                                             const julia::Grid& grid) {
  const julia::Place& place = picture.place;
  const auto exit = julia::escapeExitOf(place.formula, place.c);
  if (!exit) return exit.error();
  const auto program = julia::buildProgram(place.formula, place.c);
  if (!program) return program.error();
  return std::shared_ptr<PictureKernel>(
      std::make_shared<ProgramKernel>(picture, grid, program.value(), exit.value()));
}

bool ProgramKernel::fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const {
  const kernels::ProgramJob job{.program = m_program,
                                .escapeRadius = m_exit.radius,
                                .tmax = picture().place.tmax,
                                .xs = points.xs,
                                .ys = points.ys};
  const auto size = static_cast<std::size_t>(tile.counts.size());
  return kernels::programEscapeTimes(job, std::span(tile.counts.data(), size), stop);
}

}  // namespace fatou::render

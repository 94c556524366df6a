// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>

#include "core/base/result.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/plane/grid.h"
#include "core/kernels/program.h"
#include "core/kernels/program_escape_time.h"
#include "core/render/picture_kernel.h"

namespace fatou::render {

// Computes a formula by its program, in doubles, with a test of each step of each orbit.
class ProgramKernel final : public PictureKernel {
 public:
  // The Error is for a formula that is too long, or whose escape radius is not known.
  static Result<std::shared_ptr<PictureKernel>> create(const PictureRequest& picture,
                                                       const julia::Grid& grid);

  ProgramKernel(const PictureRequest& picture, const julia::Grid& grid,
                const kernels::Program& program, const julia::EscapeExit& exit)
      : PictureKernel(picture, grid, julia::pixelSize(grid)), m_program(program), m_exit(exit) {}

 private:
  std::shared_ptr<PictureKernel> copy() const override {
    return std::make_shared<ProgramKernel>(*this);
  }
  bool fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const override;

  // Smooth counts are whole and distances 0 if the growth of orbits is not known.
  bool fillQuantities(const kernels::ProgramJob& job, Tile& tile,
                      const std::stop_token& stop) const;

  kernels::Program m_program;
  julia::EscapeExit m_exit;
};

}  // namespace fatou::render

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "core/base/result.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/plane/grid.h"
#include "core/kernels/program.h"
#include "core/render/picture_kernel.h"

namespace fatou::render {

// Computes a formula by its program until its orbits end in a proven disc about an attracting cycle
// or escape, in doubles. J is the step of that, and the cycles of a tile say which it was.
class BasinKernel final : public PictureKernel {
 public:
  // With these discs, where they are given, instead of those that are found here. The Error is that
  // of a formula that is too long, or has no attracting cycle that is proven.
  static Result<std::shared_ptr<PictureKernel>> create(const PictureRequest& picture,
                                                       const julia::Grid& grid,
                                                       const std::optional<julia::Basins>& basins);

  BasinKernel(const PictureRequest& picture, const julia::Grid& grid,
              const kernels::Program& program, julia::Basins basins)
      : PictureKernel(picture, grid, julia::pixelSize(grid)),
        m_program(program),
        m_basins(std::move(basins)) {}

  const julia::Basins* basins() const override { return &m_basins; }

 private:
  std::shared_ptr<PictureKernel> copy() const override {
    return std::make_shared<BasinKernel>(*this);
  }
  bool fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const override;

  kernels::Program m_program;
  julia::Basins m_basins;
};

}  // namespace fatou::render

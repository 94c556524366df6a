// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/plane/grid.h"
#include "core/julia/plane/symmetry.h"
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
              const kernels::Program& program, julia::Basins basins);

  const julia::Basins* basins() const override { return &m_basins; }
  // Conjugate orbits end at the same step, in conjugate cycles.
  void correctMirrored(Tile& image) const override;
  // Rows whose coordinates are not each other's negatives to the bit are computed by themselves.
  std::pair<Tile, Tile> computeNearlyMirrored(RowRange rows,
                                              const std::stop_token& stop) const override;

 private:
  std::shared_ptr<PictureKernel> copy() const override {
    return std::make_shared<BasinKernel>(*this);
  }
  // Where f has conjugate values at conjugate points, which its program then has bit for bit, and
  // so have its discs.
  julia::Mirror mirrorOf(const julia::Grid& grid) const override;
  bool fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const override;

  kernels::Program m_program;
  julia::Basins m_basins;
  std::vector<std::int32_t> m_conjugates;  // of the cycles; empty where there is no mirror
};

}  // namespace fatou::render

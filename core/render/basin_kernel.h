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

// Computes the basins of a formula by its program, in doubles: orbits end in a proven disc about an
// attracting cycle, or escape. J is the step of that, and a tile's cycles say in which cycle.
class BasinKernel final : public PictureKernel {
 public:
  // Uses the discs of the setup, or else finds them. The Error is for a formula that is too long,
  // or has no proven attracting cycle.
  static Result<std::shared_ptr<PictureKernel>> create(const PictureRequest& picture,
                                                       const julia::Grid& grid,
                                                       const std::optional<julia::Basins>& basins);

  BasinKernel(const PictureRequest& picture, const julia::Grid& grid,
              const kernels::Program& program, julia::Basins basins);

  const julia::Basins* basins() const override { return &m_basins; }
  // Replaces cycles by their conjugates: a mirrored orbit ends at the same step, in the conjugate
  // cycle.
  void correctMirrored(Tile& image) const override;
  // Computes both rows where their coordinates are not each other's negatives to the bit.
  std::pair<Tile, Tile> computeNearlyMirrored(RowRange rows,
                                              const std::stop_token& stop) const override;

 private:
  std::shared_ptr<PictureKernel> copy() const override {
    return std::make_shared<BasinKernel>(*this);
  }
  // Rows are mirrored if f has conjugate values at conjugate points, which then holds for its
  // program bit for bit, and if the discs are conjugate, too.
  julia::Mirror mirrorOf(const julia::Grid& grid) const override;
  bool fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const override;

  kernels::Program m_program;
  julia::Basins m_basins;
  // The conjugate of each cycle; empty if rows are not mirrored.
  std::vector<std::int32_t> m_conjugates;
};

}  // namespace fatou::render

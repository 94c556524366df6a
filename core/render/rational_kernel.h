// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "core/base/result.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/plane/deep_grid.h"
#include "core/kernels/program.h"
#include "core/kernels/rational_reference.h"
#include "core/render/picture_kernel.h"

namespace fatou::render {

// Computes a deep picture of a polynomial or another rational map: its pixels are perturbations of
// orbits with many digits, as for z^2 + c. With basins, orbits also end in discs.
class RationalKernel final : public PictureKernel {
 public:
  // The Error is that of julia::rationalDepth(), or is for a formula whose program is too long, or
  // that asks for basins and has no proven attracting cycle.
  static Result<std::shared_ptr<const PictureKernel>> create(const PictureRequest& picture,
                                                             const DeepSetup& setup);

  RationalKernel(const PictureRequest& picture, const julia::DeepGrid& grid,
                 const julia::EscapeExit& exit, std::optional<julia::Basins> basins,
                 const kernels::Program& program,
                 std::shared_ptr<const kernels::RationalReference> reference)
      : PictureKernel(picture, grid.offsets, grid.pixelSize),
        m_exit(exit),
        m_basins(std::move(basins)),
        m_program(program),
        m_reference(std::move(reference)) {}

  julia::NumberType numberType() const override { return julia::NumberType::Perturbation; }
  const julia::Basins* basins() const override { return m_basins ? &*m_basins : nullptr; }

 private:
  std::shared_ptr<PictureKernel> copy() const override {
    return std::make_shared<RationalKernel>(*this);
  }
  bool fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const override;

  julia::EscapeExit m_exit;
  std::optional<julia::Basins> m_basins;
  kernels::Program m_program;
  std::shared_ptr<const kernels::RationalReference> m_reference;
};

}  // namespace fatou::render

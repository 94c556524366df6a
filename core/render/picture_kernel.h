// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "core/base/result.h"
#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/plane/deep_grid.h"
#include "core/julia/plane/grid.h"
#include "core/julia/plane/symmetry.h"
#include "core/render/deep_picture.h"
#include "core/render/pixel_block.h"
#include "core/render/render_request.h"
#include "core/render/tile.h"
#include "core/render/tile_plan.h"

namespace fatou::render {

// Computes the numbers of a picture's points: the one place that knows which loops a formula has
// and in which numbers they run. Made once a picture; immutable, shared by all engines.
class PictureKernel {
 public:
  // Chooses by the formula's row, the view and the kernel that is asked for, of a picture that
  // passes check(). The Error says why the picture cannot be computed, or that it was stopped.
  // Where doubles do not resolve the view this computes reference orbits first, for as long as they
  // take.
  static Result<std::shared_ptr<const PictureKernel>> create(const PictureRequest& picture,
                                                             Kernel kernel, const DeepSetup& setup);
  virtual ~PictureKernel() = default;

  // The picture's points; of a deep picture their offsets, as in julia::DeepGrid.
  const julia::Grid& grid() const { return m_grid; }
  virtual julia::NumberType numberType() const { return julia::NumberType::Double; }
  // The deep picture's orbits; null unless the picture is a deep one of z^2 + c.
  virtual const DeepPicture* deep() const { return nullptr; }

  // The discs and radius that tell basins apart; null if they are not told apart.
  virtual const julia::Basins* basins() const { return nullptr; }

  // The symmetry that spares half of the picture; none where it was not asked for.
  const julia::Mirror& mirror() const { return m_mirror; }
  // The cycle of the interior, where the kernel makes use of it.
  virtual const std::optional<julia::AttractingCycle>& attractingCycle() const;

  // Corrects the results of a tile that differ between mirror images, such as cycles.
  virtual void correctMirrored(Tile& /*image*/) const {}

  // The tile of a block's samples. Throws engines::TaskAborted when stopped.
  Tile compute(const PixelBlock& block, const std::stop_token& stop) const;

  // The tiles of a band of the upper half and of the rows that repeat it nearly, sooner than one by
  // one; for mirror().distance > 0. Throws as compute() does.
  virtual std::pair<Tile, Tile> computeNearlyMirrored(RowRange rows,
                                                      const std::stop_token& stop) const;

  // The kernel of the same picture with samples x samples points for each pixel, spread evenly over
  // it. Distances are counted in the same pixels as before.
  std::shared_ptr<const PictureKernel> supersampled(int samples) const;

 protected:
  PictureKernel(const PictureRequest& picture, julia::Grid grid, double pixelSize)
      : m_picture(picture), m_grid(std::move(grid)), m_pixelSize(pixelSize) {}
  PictureKernel(const PictureKernel&) = default;
  PictureKernel& operator=(const PictureKernel&) = delete;

  const PictureRequest& picture() const { return m_picture; }
  double pixelSize() const { return m_pixelSize; }

  // Finds what symmetry the grid has for the kernel: none unless it says so.
  virtual julia::Mirror mirrorOf(const julia::Grid& /*grid*/) const { return {}; }
  void findMirror() { m_mirror = mirrorOf(m_grid); }

 private:
  virtual std::shared_ptr<PictureKernel> copy() const = 0;
  // Fills all that the picture asks for but the sum of J. False when stopped.
  virtual bool fill(const julia::Grid& points, Tile& tile, const std::stop_token& stop) const = 0;

  PictureRequest m_picture;
  julia::Grid m_grid;
  double m_pixelSize;  // what distances are counted in
  julia::Mirror m_mirror;
};

}  // namespace fatou::render

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/plane/grid.h"
#include "core/julia/plane/symmetry.h"
#include "core/render/deep_picture.h"
#include "core/render/picture_kernel.h"
#include "core/render/pixel_block.h"
#include "core/render/render_request.h"
#include "core/render/tile.h"
#include "core/render/tile_plan.h"

namespace fatou::engines {
class Engine;
}

namespace fatou::render {

class RenderJob;

// All that a job is made of: the same recipe makes the same job, to the bit, on any engine.
struct JobRecipe {
  PictureRequest picture{};
  Kernel kernel = Kernel::Fast;
  int samples = 1;  // samples x samples points a pixel
  // The reference orbits of a deep picture of z^2 + c. If they are left out, each engine chooses
  // its own, and results may differ between engines. Deep pictures of other formulas need no
  // choice.
  std::optional<julia::OrbitChoice> orbits{};
  // The discs that tell basins apart, for the same reason.
  std::optional<julia::Basins> basins{};

  // Throws engines::TaskAborted when stopped, std::runtime_error where there is no such job. The
  // cache, where there is one, keeps a deep picture's orbits for the next one with the same.
  std::shared_ptr<const RenderJob> product(const std::stop_token& stop,
                                           julia::OrbitCache* cache = nullptr) const;
  // The same with orbits that the engine keeps, so that it need not make them anew for every
  // picture while somebody zooms and pans around a point.
  std::shared_ptr<const RenderJob> product(engines::Engine& engine) const;

  friend bool operator==(const JobRecipe&, const JobRecipe&) = default;
  static constexpr auto kFields =
      std::tuple(&JobRecipe::picture, &JobRecipe::kernel, &JobRecipe::samples, &JobRecipe::orbits,
                 &JobRecipe::basins);
};

// A request with everything that is worked out once for all of its bands: the plan's symmetry and
// the kernel. Immutable, shared by all engines.
class RenderJob {
 public:
  // The Error says why the request cannot be rendered, or that it was stopped. Where doubles do not
  // resolve the view this computes reference orbits first, for as long as they take.
  static Result<std::shared_ptr<const RenderJob>> create(const RenderRequest& request,
                                                         const DeepSetup& setup = {});

  const RenderRequest& request() const { return m_request; }
  JobRecipe recipe() const;
  // The picture's points; of a deep picture their offsets, as in julia::DeepGrid.
  const julia::Grid& grid() const { return m_kernel->grid(); }
  julia::NumberType numberType() const { return m_kernel->numberType(); }
  // Null unless the picture is a deep one of z^2 + c.
  const DeepPicture* deep() const { return m_kernel->deep(); }

  // The symmetry and the cycle that the kernel makes use of, found once a request.
  julia::Symmetry symmetry() const { return m_kernel->mirror().symmetry; }
  const std::optional<julia::AttractingCycle>& attractingCycle() const {
    return m_kernel->attractingCycle();
  }
  TilePlan plan(RowRange rows) const {
    return planTiles(m_request.engines, m_request.picture.height, rows, symmetry());
  }

  // Computes one band of a plan on the calling thread: its tile and, where the plan is mirrored,
  // that of the rows it stands for. Throws engines::TaskAborted when stopped, which it notices
  // within a millisecond whatever tmax is.
  std::vector<Tile> computeBand(RowRange rows, bool mirrored, const std::stop_token& stop) const;

  // Computes the samples of a block, which has some. Throws as computeBand() does.
  Tile computeBlock(const PixelBlock& block, const std::stop_token& stop) const {
    return m_kernel->compute(block, stop);
  }

  // The job with samples x samples points for each pixel, spread evenly over it: its picture is
  // `samples` times as large both ways. To be asked of a job that has a point a pixel.
  std::shared_ptr<const RenderJob> supersampled(int samples) const;

 private:
  RenderJob(RenderRequest request, std::shared_ptr<const PictureKernel> kernel, int samples);

  RenderRequest m_request;
  std::shared_ptr<const PictureKernel> m_kernel;
  int m_samples;
};

}  // namespace fatou::render

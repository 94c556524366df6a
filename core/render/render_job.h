// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <memory>
#include <optional>
#include <stop_token>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/julia/attracting_cycle.h"
#include "core/julia/grid.h"
#include "core/julia/symmetry.h"
#include "core/render/deep_picture.h"
#include "core/render/pixel_block.h"
#include "core/render/render_request.h"
#include "core/render/tile.h"
#include "core/render/tile_plan.h"

namespace fatou::render {

class RenderJob;

// All that a job is made of: the same recipe makes the same job, to the bit, on any engine.
struct JobRecipe {
  PictureRequest picture{};
  Kernel kernel = Kernel::Fast;
  int samples = 1;  // samples x samples points a pixel
  // The orbits that a deep picture's points are compared with. Where they are left out, each engine
  // chooses its own, and numbers may differ between engines.
  std::optional<julia::OrbitChoice> orbits{};

  // Throws engines::TaskAborted when stopped, std::runtime_error where there is no such job.
  std::shared_ptr<const RenderJob> product(const std::stop_token& stop) const;

  friend bool operator==(const JobRecipe&, const JobRecipe&) = default;
  static constexpr auto kFields =
      std::tuple(&JobRecipe::picture, &JobRecipe::kernel, &JobRecipe::samples, &JobRecipe::orbits);
};

// A request with everything that is worked out once for all of its bands. Immutable, shared by all
// engines.
class RenderJob {
  // The points of a tile.
  using Points = julia::Grid;

 public:
  // The Error says why the request cannot be rendered, or that it was stopped. Where doubles do not
  // resolve the view this computes reference orbits first, for as long as they take.
  static Result<std::shared_ptr<const RenderJob>> create(const RenderRequest& request,
                                                         const DeepSetup& setup = {});

  const RenderRequest& request() const { return m_request; }
  JobRecipe recipe() const;
  // The picture's points; of a deep picture their offsets, as in julia::DeepGrid.
  const julia::Grid& grid() const { return m_grid; }
  julia::NumberType numberType() const {
    return m_deep ? julia::NumberType::Perturbation : julia::NumberType::Double;
  }
  // Null unless the picture is deep.
  const DeepPicture* deep() const { return m_deep.get(); }

  // The symmetry and the cycle that the fast kernel makes use of, found once a request; none for
  // the plain one.
  julia::Symmetry symmetry() const { return m_mirror.symmetry; }
  const std::optional<julia::AttractingCycle>& attractingCycle() const { return m_cycle; }
  TilePlan plan(RowRange rows) const {
    return planTiles(m_request.engines, m_request.picture.height, rows, symmetry());
  }

  // Computes one band of a plan on the calling thread: its tile and, where the plan is mirrored,
  // that of the rows it stands for. Throws engines::TaskAborted when stopped, which it notices
  // within a millisecond whatever tmax is.
  std::vector<Tile> computeBand(RowRange rows, bool mirrored, const std::stop_token& stop) const;

  // Computes the samples of a block, which has some. Throws as computeBand() does.
  Tile computeBlock(const PixelBlock& block, const std::stop_token& stop) const;

  // The job with samples x samples points for each pixel, spread evenly over it: its picture is
  // `samples` times as large both ways. To be asked of a job that has a point a pixel.
  std::shared_ptr<const RenderJob> supersampled(int samples) const;

 private:
  RenderJob(RenderRequest request, julia::Grid grid);
  RenderJob(RenderRequest request, julia::Grid grid, std::shared_ptr<const DeepPicture> deep);
  Tile computeDeepBlock(const PixelBlock& block, const std::stop_token& stop) const;
  kernels::EscapeTimeJob kernelJob(const Points& points) const;
  std::vector<Tile> computeNearlyMirroredBand(RowRange rows, const std::stop_token& stop) const;
  bool computeCounts(const kernels::EscapeTimeJob& job, Tile& tile,
                     const std::stop_token& stop) const;
  bool computeDistances(const kernels::EscapeTimeJob& job, Tile& tile,
                        const std::stop_token& stop) const;

  RenderRequest m_request;
  int m_samples = 1;
  julia::Grid m_grid;
  std::shared_ptr<const DeepPicture> m_deep;
  std::complex<double> m_c;
  double m_pixelSize;  // what distances are counted in
  julia::Mirror m_mirror;
  std::optional<julia::AttractingCycle> m_cycle;
  std::optional<kernels::InteriorTrap> m_trap;
};

}  // namespace fatou::render

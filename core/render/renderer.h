// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/engines/async_result.h"
#include "core/engines/client.h"
#include "core/julia/attracting_cycle.h"
#include "core/julia/grid.h"
#include "core/julia/symmetry.h"
#include "core/render/pixel_block.h"
#include "core/render/render_request.h"
#include "core/render/tile.h"
#include "core/render/tile_plan.h"

namespace fatou::render {

// A request with everything that is worked out once for all of its bands. Immutable, shared by all
// engines.
class RenderJob {
  // Those of a tile.
  using Points = julia::Grid;

 public:
  // The Error says why the request cannot be rendered.
  static Result<std::shared_ptr<const RenderJob>> create(const RenderRequest& request);

  const RenderRequest& request() const { return m_request; }
  const julia::Grid& grid() const { return m_grid; }

  // What the fast kernel makes use of, found once a request; nothing for the plain one.
  julia::Symmetry symmetry() const { return m_mirror.symmetry; }
  const std::optional<julia::AttractingCycle>& attractingCycle() const { return m_cycle; }
  TilePlan plan(RowRange rows) const { return planTiles(m_request, rows, symmetry()); }

  // Computes one band of a plan on the calling thread: its tile and, where the plan is mirrored,
  // that of the rows it stands for. Throws engines::TaskAborted when stopped, which it notices
  // within a millisecond whatever tmax is.
  std::vector<Tile> computeBand(RowRange rows, bool mirrored, const std::stop_token& stop) const;

  // Computes the samples of a block, which has some. Throws as computeBand() does.
  Tile computeBlock(const PixelBlock& block, const std::stop_token& stop) const;

  // The same picture with samples x samples points for each pixel, spread evenly over it: its size
  // is `samples` times as large both ways.
  std::shared_ptr<const RenderJob> supersampled(int samples) const;

 private:
  RenderJob(RenderRequest request, julia::Grid grid);
  kernels::EscapeTimeJob kernelJob(const Points& points) const;
  std::vector<Tile> computeNearlyMirroredBand(RowRange rows, const std::stop_token& stop) const;
  void addQuantities(const kernels::EscapeTimeJob& job, Tile& tile,
                     const std::stop_token& stop) const;

  RenderRequest m_request;
  julia::Grid m_grid;
  std::complex<double> m_c;
  double m_pixelSize;  // what distances are counted in
  julia::Mirror m_mirror;
  std::optional<julia::AttractingCycle> m_cycle;
  std::optional<kernels::InteriorTrap> m_trap;
};

// One band as it was computed: when, where, and how much work it stands for.
struct BandRecord {
  RowRange rows;                // that were computed
  RowRange mirrored;            // that repeat them; empty where there are none
  std::int64_t iterations = 0;  // sum of J over both
  engines::TaskRecord task;     // engine is 0 for a serial run
};

// What happened in one run over some rows of a picture.
struct RunRecord {
  engines::Clock::time_point started{};   // before planning
  engines::Clock::time_point finished{};  // after the last tile was delivered
  int engines = 0;                        // that could take part; 1 for a serial run
  bool complete = false;                  // false when it was stopped
  std::vector<BandRecord> bands;          // in the order of arrival
};

// Gets every tile as it arrives, on the thread that called render().
using TileSink = std::function<void(const Tile&, const BandRecord&)>;

// Sends a job's bands to the engines of a client through the view the request names, and hands
// the finished tiles on as they come.
class Renderer {
 public:
  // `client` has the request's number of engines at the least; a serial run needs none.
  explicit Renderer(engines::Client client) : m_client(std::move(client)) {}

  // Renders `rows` of the job's picture; blocks until all tiles are delivered or `stop` is
  // requested, which leaves the engines within 5 ms. The Error is a failed band's.
  Result<RunRecord> render(const std::shared_ptr<const RenderJob>& job, RowRange rows,
                           const TileSink& sink, const std::stop_token& stop = {}) const;

  // Renders blocks of the picture instead, each of them a band: contiguous shares of them for a
  // direct view, as they come for a balanced one.
  Result<RunRecord> render(const std::shared_ptr<const RenderJob>& job,
                           const std::vector<PixelBlock>& blocks, const TileSink& sink,
                           const std::stop_token& stop = {}) const;

  // The first without waiting, for direct and balanced views: one item a band of job->plan(rows).
  engines::AsyncResult<std::vector<Tile>> start(const std::shared_ptr<const RenderJob>& job,
                                                RowRange rows) const;

 private:
  template <typename Band>
  struct Work;
  template <typename Band>
  engines::AsyncResult<std::vector<Tile>> submit(const Work<Band>& work) const;
  template <typename Band>
  Result<RunRecord> run(const Work<Band>& work, const TileSink& sink,
                        const std::stop_token& stop) const;

  engines::Client m_client;
};

}  // namespace fatou::render

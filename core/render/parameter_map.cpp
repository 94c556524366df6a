// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/parameter_map.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "core/engines/errors.h"
#include "core/julia/grid.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/render/render_request.h"
#include "core/render/tile_plan.h"

namespace fatou::render {
namespace {

// The radius at which the whole set is seen.
constexpr double kWholeSet = 1.25;

// A request with its grid, worked out once for all bands.
struct MapJob {
  MapRequest request;
  julia::Grid grid;

  // On the calling thread. Throws engines::TaskAborted when stopped.
  Tile computeBand(RowRange rows, const std::stop_token& stop) const {
    Tile tile{.rect = {0, rows.begin, request.width, rows.size()}};
    tile.counts.resize(rows.size(), request.width);
    if (request.smooth) tile.smooth.resize(rows.size(), request.width);
    const auto pixels = static_cast<std::size_t>(tile.counts.size());
    const std::span counts(tile.counts.data(), pixels);
    const kernels::MandelbrotJob job{
        .tmax = request.tmax,
        .xs = grid.xs,
        .ys = std::span(grid.ys).subspan(static_cast<std::size_t>(rows.begin),
                                         static_cast<std::size_t>(rows.size()))};
    bool done = kernels::mandelbrotEscapeTimes(job, counts, stop);
    if (done && request.smooth)
      done = kernels::mandelbrotSmoothCounts(job, counts, {tile.smooth.data(), pixels}, stop);
    if (!done) throw engines::TaskAborted("the map was stopped");
    tile.iterations = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    return tile;
  }
};

// The task that engines run.
struct ComputeMapBand {
  std::shared_ptr<const MapJob> job;

  Tile operator()(engines::Engine& engine, RowRange rows) const {
    return job->computeBand(rows, engine.stopToken());
  }
};

// The part of a request that it shares with a picture's.
RenderRequest asPicture(const MapRequest& request, int engines) {
  RenderRequest picture{.width = request.width, .height = request.height, .engines = engines};
  picture.place.view = request.view;
  picture.place.tmax = request.tmax;
  return picture;
}

}  // namespace

Status check(const MapRequest& request) {
  return check(asPicture(request, 1));
}

std::int32_t mapIterations(double radius) {
  const double octaves = std::max(0.0, std::log2(kWholeSet / radius));
  return static_cast<std::int32_t>(500.0 + octaves * (150.0 + 8.0 * octaves));
}

Result<bool> MapRenderer::render(const MapRequest& request, const MapTileSink& sink,
                                 const std::stop_token& stop) const {
  if (auto status = check(request); !status) return status.error();
  auto grid = julia::makeGrid(request.view, request.width, request.height);
  if (!grid) return grid.error();
  const auto engines = static_cast<int>(m_client.size());
  if (engines == 0) return Error{"there are no engines to draw the map"};
  const auto job = std::make_shared<const MapJob>(request, std::move(grid).value());
  const TilePlan plan = planTiles(asPicture(request, engines), {0, request.height});
  try {
    const auto bands =
        m_client.loadBalancedView().with({.chunkSize = 1}).map(ComputeMapBand{job}, plan.bands);
    const std::stop_callback cancel(stop, [&bands] { bands.cancel(); });
    for (const auto& [band, tile] : bands.asCompleted()) sink(tile);
    return !stop.stop_requested();
  } catch (const engines::TaskAborted&) {
    return false;
  } catch (const std::exception& failure) {
    return Error{std::string("the map failed: ") + failure.what()};
  }
}

}  // namespace fatou::render

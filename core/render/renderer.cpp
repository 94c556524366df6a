// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/renderer.h"

#include <numeric>
#include <span>
#include <utility>

#include "core/engines/errors.h"
#include "core/kernels/escape_time.h"

namespace fatou::render {
namespace {

using engines::Clock;

// The task that engines run. A named type with plain data, so that engines in other processes can
// register it.
struct ComputeBand {
  std::shared_ptr<const RenderJob> job;

  Tile operator()(engines::Engine& engine, RowRange rows) const {
    return job->computeBand(rows, engine.stopToken());
  }
};

BandRecord recordOf(const Tile& tile, engines::TaskRecord task) {
  return {.rows = {tile.rect.y, tile.rect.y + tile.rect.height},
          .iterations = tile.iterations,
          .task = std::move(task)};
}

// Runs the bands where the caller is, with the same stamps as an engine would take.
void renderSerially(const RenderJob& job, const TilePlan& plan, const TileSink& sink,
                    const std::stop_token& stop, RunRecord& run) {
  run.engines = 1;
  const auto submitted = Clock::now();
  for (std::size_t i = 0; i < plan.bands.size() && !stop.stop_requested(); ++i) {
    engines::TaskRecord task{.id = i + 1, .engine = 0, .firstItem = i, .itemCount = 1};
    task.submitted = submitted;
    task.started = Clock::now();
    const Tile tile = job.computeBand(plan.bands[i], stop);
    task.completed = Clock::now();
    task.received = Clock::now();
    task.status = engines::TaskStatus::Succeeded;
    run.bands.push_back(recordOf(tile, task));
    sink(tile, run.bands.back());
  }
}

}  // namespace

RenderJob::RenderJob(RenderRequest request, julia::Grid grid)
    : m_request(std::move(request)),
      m_grid(std::move(grid)),
      m_cRe(m_request.place.c.re.toDouble()),
      m_cIm(m_request.place.c.im.toDouble()) {}

Result<std::shared_ptr<const RenderJob>> RenderJob::create(const RenderRequest& request) {
  if (auto status = check(request); !status) return status.error();
  auto grid = julia::makeGrid(request.place.view, request.width, request.height);
  if (!grid) return grid.error();
  return std::shared_ptr<const RenderJob>(new RenderJob(request, std::move(grid).value()));
}

Tile RenderJob::computeBand(RowRange rows, const std::stop_token& stop) const {
  Tile tile{.rect = {0, rows.begin, m_request.width, rows.size()}};
  tile.counts.resize(rows.size(), m_request.width);
  const std::span counts(tile.counts.data(), static_cast<std::size_t>(tile.counts.size()));
  const kernels::EscapeTimeJob job{
      .cRe = m_cRe,
      .cIm = m_cIm,
      .tmax = m_request.place.tmax,
      .xs = m_grid.xs,
      .ys = std::span(m_grid.ys).subspan(static_cast<std::size_t>(rows.begin),
                                         static_cast<std::size_t>(rows.size()))};
  if (!kernels::escapeTimes(job, counts, stop))
    throw engines::TaskAborted("the render was stopped");
  tile.iterations = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  return tile;
}

engines::AsyncResult<Tile> Renderer::start(const std::shared_ptr<const RenderJob>& job,
                                           RowRange rows) const {
  const RenderRequest& request = job->request();
  FATOU_CHECK(request.viewKind != ViewKind::Serial);
  const TilePlan plan = planTiles(request, rows);
  auto ids = m_client.ids();
  FATOU_CHECK(ids.size() >= static_cast<std::size_t>(request.engines));
  ids.resize(static_cast<std::size_t>(request.engines));
  if (request.viewKind == ViewKind::Direct)
    return m_client.directView(ids).mapShares({.chunkSize = 1, .shares = plan.bandsOfEngine},
                                              ComputeBand{job}, plan.bands);
  return m_client.loadBalancedView(ids).with({.chunkSize = 1}).map(ComputeBand{job}, plan.bands);
}

Result<RunRecord> Renderer::render(const std::shared_ptr<const RenderJob>& job, RowRange rows,
                                   const TileSink& sink, const std::stop_token& stop) const {
  RunRecord run{.started = Clock::now()};
  try {
    if (job->request().viewKind == ViewKind::Serial) {
      renderSerially(*job, planTiles(job->request(), rows), sink, stop, run);
    } else {
      run.engines = job->request().engines;
      const auto tiles = start(job, rows);
      const std::stop_callback cancel(stop, [&tiles] { tiles.cancel(); });
      for (const auto& [band, tile] : tiles.asCompleted()) {
        run.bands.push_back(recordOf(tile, tiles.tasks()->record(band)));
        sink(tile, run.bands.back());
      }
    }
    run.complete = !stop.stop_requested();
  } catch (const engines::TaskAborted&) {
    // Stopped: the run says so by not being complete.
  } catch (const std::exception& failure) {
    return Error{std::string("rendering failed: ") + failure.what()};
  }
  run.finished = Clock::now();
  return run;
}

}  // namespace fatou::render

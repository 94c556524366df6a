// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/renderer.h"

#include <numeric>
#include <span>
#include <utility>

#include "core/engines/errors.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/escape_time.h"

namespace fatou::render {
namespace {

using engines::Clock;

// How far apart neighbouring points of a grid are.
double pixelSize(const julia::Grid& grid) {
  const auto& axis = grid.xs.size() > 1 ? grid.xs : grid.ys;
  return axis.size() > 1 ? (axis.back() - axis.front()) / static_cast<double>(axis.size() - 1)
                         : 1.0;
}

// The part of a tile's numbers that a mirror image repeats, turned as the symmetry says.
template <typename Numbers>
Numbers mirrored(const Numbers& numbers, Eigen::Index rows, julia::Symmetry symmetry) {
  if (numbers.size() == 0) return {};
  const auto upper = numbers.bottomRows(rows);  // a middle row, the band's lowest, is left out
  if (symmetry == julia::Symmetry::HalfTurn) return upper.reverse();
  return upper.colwise().reverse();
}

std::int64_t sumOf(const CountArray& counts) {
  return std::accumulate(counts.data(), counts.data() + counts.size(), std::int64_t{0});
}

// The task that engines run. A named type with plain data, so that engines in other processes can
// register it.
struct ComputeBand {
  std::shared_ptr<const RenderJob> job;
  bool mirrored = false;

  std::vector<Tile> operator()(engines::Engine& engine, RowRange rows) const {
    return job->computeBand(rows, mirrored, engine.stopToken());
  }
};

// Records a finished band and hands its tiles on.
void deliver(const std::vector<Tile>& tiles, engines::TaskRecord task, const TileSink& sink,
             RunRecord& run) {
  const auto rowsOf = [](const Tile& tile) {
    return RowRange{tile.rect.y, tile.rect.y + tile.rect.height};
  };
  BandRecord band{.rows = rowsOf(tiles.front()), .task = std::move(task)};
  if (tiles.size() > 1) band.mirrored = rowsOf(tiles.back());
  for (const Tile& tile : tiles) band.iterations += tile.iterations;
  run.bands.push_back(band);
  for (const Tile& tile : tiles) sink(tile, run.bands.back());
}

// Runs the bands where the caller is, with the same stamps as an engine would take.
void renderSerially(const RenderJob& job, const TilePlan& plan, const TileSink& sink,
                    const std::stop_token& stop, RunRecord& run) {
  const auto submitted = Clock::now();
  for (std::size_t i = 0; i < plan.bands.size() && !stop.stop_requested(); ++i) {
    engines::TaskRecord task{.id = i + 1, .engine = 0, .firstItem = i, .itemCount = 1};
    task.submitted = submitted;
    task.started = Clock::now();
    const auto tiles = job.computeBand(plan.bands[i], plan.mirrored, stop);
    task.completed = Clock::now();
    task.received = Clock::now();
    task.status = engines::TaskStatus::Succeeded;
    deliver(tiles, task, sink, run);
  }
}

}  // namespace

RenderJob::RenderJob(RenderRequest request, julia::Grid grid)
    : m_request(std::move(request)),
      m_grid(std::move(grid)),
      m_c(m_request.place.c.re.toDouble(), m_request.place.c.im.toDouble()) {
  if (m_request.kernel == Kernel::Plain) return;
  m_symmetry = julia::symmetryOf(m_request.place.c, m_grid);
  m_cycle = julia::findAttractingCycle(m_c);
  m_trap = julia::interiorTrap(m_cycle);
}

Result<std::shared_ptr<const RenderJob>> RenderJob::create(const RenderRequest& request) {
  if (auto status = check(request); !status) return status.error();
  auto grid = julia::makeGrid(request.place.view, request.width, request.height);
  if (!grid) return grid.error();
  return std::shared_ptr<const RenderJob>(new RenderJob(request, std::move(grid).value()));
}

std::vector<Tile> RenderJob::computeBand(RowRange rows, bool mirrored,
                                         const std::stop_token& stop) const {
  std::vector<Tile> tiles{computeTile(rows, stop)};
  if (mirrored && mirroredRows(rows, m_request.height).size() > 0)
    tiles.push_back(mirrorImage(tiles.front()));
  return tiles;
}

Tile RenderJob::mirrorImage(const Tile& tile) const {
  const RowRange rows =
      mirroredRows({tile.rect.y, tile.rect.y + tile.rect.height}, m_request.height);
  Tile image{.rect = {0, rows.begin, m_request.width, rows.size()}};
  image.counts = mirrored(tile.counts, rows.size(), m_symmetry);
  image.smooth = mirrored(tile.smooth, rows.size(), m_symmetry);
  image.distance = mirrored(tile.distance, rows.size(), m_symmetry);
  image.iterations = sumOf(image.counts);
  return image;
}

Tile RenderJob::computeTile(RowRange rows, const std::stop_token& stop) const {
  Tile tile{.rect = {0, rows.begin, m_request.width, rows.size()}};
  tile.counts.resize(rows.size(), m_request.width);
  const std::span counts(tile.counts.data(), static_cast<std::size_t>(tile.counts.size()));
  const kernels::EscapeTimeJob job{
      .cRe = m_c.real(),
      .cIm = m_c.imag(),
      .tmax = m_request.place.tmax,
      .xs = m_grid.xs,
      .ys = std::span(m_grid.ys).subspan(static_cast<std::size_t>(rows.begin),
                                         static_cast<std::size_t>(rows.size()))};
  bool done = m_request.kernel == Kernel::Plain
                  ? kernels::escapeTimes(job, counts, stop)
                  : kernels::fastEscapeTimes(job, m_trap, counts, &tile.lanes, stop);
  const auto asked = [&tile](bool wanted, QuantityArray& array) -> std::span<float> {
    if (!wanted) return {};
    array.resize(tile.counts.rows(), tile.counts.cols());
    return {array.data(), static_cast<std::size_t>(array.size())};
  };
  const kernels::EscapeQuantities quantities{
      .smooth = asked(m_request.quantities.smooth, tile.smooth),
      .distance = asked(m_request.quantities.distance, tile.distance),
      .pixelSize = pixelSize(m_grid)};
  if (done && m_request.quantities != Quantities{})
    done = kernels::escapeQuantities(job, counts, quantities, stop);
  if (!done) throw engines::TaskAborted("the render was stopped");
  tile.iterations = sumOf(tile.counts);
  return tile;
}

engines::AsyncResult<std::vector<Tile>> Renderer::start(const std::shared_ptr<const RenderJob>& job,
                                                        RowRange rows) const {
  const RenderRequest& request = job->request();
  FATOU_CHECK(request.viewKind != ViewKind::Serial);
  const TilePlan plan = job->plan(rows);
  const ComputeBand task{job, plan.mirrored};
  auto ids = m_client.ids();
  FATOU_CHECK(ids.size() >= static_cast<std::size_t>(request.engines));
  ids.resize(static_cast<std::size_t>(request.engines));
  if (request.viewKind == ViewKind::Direct)
    return m_client.directView(ids).mapShares({.chunkSize = 1, .shares = plan.bandsOfEngine}, task,
                                              plan.bands);
  return m_client.loadBalancedView(ids).with({.chunkSize = 1}).map(task, plan.bands);
}

Result<RunRecord> Renderer::render(const std::shared_ptr<const RenderJob>& job, RowRange rows,
                                   const TileSink& sink, const std::stop_token& stop) const {
  const bool serial = job->request().viewKind == ViewKind::Serial;
  RunRecord run{.started = Clock::now(), .engines = serial ? 1 : job->request().engines};
  try {
    if (serial) {
      renderSerially(*job, job->plan(rows), sink, stop, run);
    } else {
      const auto bands = start(job, rows);
      const std::stop_callback cancel(stop, [&bands] { bands.cancel(); });
      for (const auto& [band, tiles] : bands.asCompleted())
        deliver(tiles, bands.tasks()->record(band), sink, run);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/renderer.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "core/base/check.h"
#include "core/engines/errors.h"
#include "core/engines/partition.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/monotone_escape.h"
#include "core/render/mirror_image.h"

namespace fatou::render {
namespace {

using engines::Clock;

// How far apart neighbouring points of a grid are.
double pixelSize(const julia::Grid& grid) {
  const auto& axis = grid.xs.size() > 1 ? grid.xs : grid.ys;
  return axis.size() > 1 ? (axis.back() - axis.front()) / static_cast<double>(axis.size() - 1)
                         : 1.0;
}

std::int64_t sumOf(const CountArray& counts) {
  return std::accumulate(counts.data(), counts.data() + counts.size(), std::int64_t{0});
}

// The numbers at the samples of [from, from + length).
std::vector<double> sampled(const std::vector<double>& axis, std::int32_t first,
                            std::int32_t stride, std::int32_t count) {
  std::vector<double> points(static_cast<std::size_t>(count));
  for (std::int32_t i = 0; i < count; ++i)
    points[static_cast<std::size_t>(i)] = axis[static_cast<std::size_t>(first + i * stride)];
  return points;
}

// The points of a block's samples.
julia::Grid pointsOf(const julia::Grid& grid, const PixelBlock& block) {
  return {.xs = sampled(grid.xs, block.firstColumn(), block.sampling.strideX, block.columns()),
          .ys = sampled(grid.ys, block.firstRow(), block.sampling.strideY, block.rows())};
}

PixelBlock fullRows(std::int32_t width, RowRange rows) {
  return {.rect = {0, rows.begin, width, rows.size()}, .sampling = {}};
}

// A tile for the counts of a block.
Tile emptyTile(const PixelBlock& block) {
  Tile tile{.rect = block.rect, .sampling = block.sampling};
  tile.counts.resize(block.rows(), block.columns());
  return tile;
}

template <typename Array>
auto numbersOf(Array& array) {
  return std::span(array.data(), static_cast<std::size_t>(array.size()));
}

// Each point of an axis replaced by `samples` points spread evenly over its pixel.
std::vector<double> spread(const std::vector<double>& axis, int samples) {
  const double pixel =
      axis.size() > 1 ? (axis.back() - axis.front()) / static_cast<double>(axis.size() - 1) : 0.0;
  std::vector<double> points;
  points.reserve(axis.size() * static_cast<std::size_t>(samples));
  for (const double point : axis)
    for (int k = 0; k < samples; ++k)
      points.push_back(point + pixel * (2 * k + 1 - samples) / (2 * samples));
  return points;
}

// The task that engines run. A named type with plain data, so that engines in other processes can
// register it.
struct ComputeBand {
  std::shared_ptr<const RenderJob> job;
  bool mirrored = false;

  std::vector<Tile> operator()(engines::Engine& engine, RowRange rows) const {
    return compute(rows, engine.stopToken());
  }
  std::vector<Tile> operator()(engines::Engine& engine, const PixelBlock& block) const {
    return compute(block, engine.stopToken());
  }
  std::vector<Tile> compute(RowRange rows, const std::stop_token& stop) const {
    return job->computeBand(rows, mirrored, stop);
  }
  std::vector<Tile> compute(const PixelBlock& block, const std::stop_token& stop) const {
    return {job->computeBlock(block, stop)};
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
template <typename Band>
void renderSerially(const ComputeBand& work, const std::vector<Band>& bands, const TileSink& sink,
                    const std::stop_token& stop, RunRecord& run) {
  const auto submitted = Clock::now();
  for (std::size_t i = 0; i < bands.size() && !stop.stop_requested(); ++i) {
    engines::TaskRecord task{.id = i + 1, .engine = 0, .firstItem = i, .itemCount = 1};
    task.submitted = submitted;
    task.started = Clock::now();
    const auto tiles = work.compute(bands[i], stop);
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
      m_c(m_request.place.c.re.toDouble(), m_request.place.c.im.toDouble()),
      m_pixelSize(pixelSize(m_grid)) {
  if (m_request.kernel == Kernel::Plain) return;
  m_mirror = julia::mirrorOf(m_request.place.c, m_grid);
  // Where orbits can come back, nothing is proven of those that are only nearly the same.
  if (m_mirror.distance > 0.0 && !kernels::escapeIsMonotone(m_c.real(), m_c.imag())) m_mirror = {};
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
  mirrored = mirrored && mirroredRows(rows, m_request.height).size() > 0;
  if (mirrored && m_mirror.distance > 0.0) return computeNearlyMirroredBand(rows, stop);
  std::vector<Tile> tiles{computeBlock(fullRows(m_request.width, rows), stop)};
  if (mirrored) {
    tiles.push_back(mirrorImage(tiles.front(), m_mirror.symmetry, m_request.height));
    tiles.back().iterations = sumOf(tiles.back().counts);
  }
  return tiles;
}

std::vector<Tile> RenderJob::computeNearlyMirroredBand(RowRange rows,
                                                       const std::stop_token& stop) const {
  Tile tile = emptyTile(fullRows(m_request.width, rows));
  const Points points = pointsOf(m_grid, fullRows(m_request.width, rows));
  const Points mirror = mirrorPoints(m_grid, m_mirror.symmetry, rows);
  const kernels::EscapeTimeJob job = kernelJob(points);
  kernels::MirrorReport report;
  const kernels::NearMirror nearMirror{mirror.xs, mirror.ys, m_mirror.distance};
  if (!kernels::fastMirroredEscapeTimes(job, nearMirror, m_trap, numbersOf(tile.counts), report,
                                        stop))
    throw engines::TaskAborted("the render was stopped");
  tile.lanes = report.statistics;
  Tile image = mirrorImage(tile, m_mirror.symmetry, m_request.height);
  correctMirrorImage(report.deviations, tile, m_mirror.symmetry, image);
  addQuantities(job, tile, stop);
  // Other numbers than counts are not proven to repeat: the mirror's rows are taken as they are.
  addQuantities(kernelJob(pointsOf(m_grid, {.rect = image.rect, .sampling = {}})), image, stop);
  return {std::move(tile), std::move(image)};
}

kernels::EscapeTimeJob RenderJob::kernelJob(const Points& points) const {
  return {.cRe = m_c.real(),
          .cIm = m_c.imag(),
          .tmax = m_request.place.tmax,
          .xs = points.xs,
          .ys = points.ys};
}

Tile RenderJob::computeBlock(const PixelBlock& block, const std::stop_token& stop) const {
  Tile tile = emptyTile(block);
  const Points points = pointsOf(m_grid, block);
  const kernels::EscapeTimeJob job = kernelJob(points);
  const auto counts = numbersOf(tile.counts);
  const bool done = m_request.kernel == Kernel::Plain
                        ? kernels::escapeTimes(job, counts, stop)
                        : kernels::fastEscapeTimes(job, m_trap, counts, &tile.lanes, stop);
  if (!done) throw engines::TaskAborted("the render was stopped");
  addQuantities(job, tile, stop);
  return tile;
}

// What is made of the counts: their sum, and the other numbers that the request asks for.
void RenderJob::addQuantities(const kernels::EscapeTimeJob& job, Tile& tile,
                              const std::stop_token& stop) const {
  tile.iterations = sumOf(tile.counts);
  if (m_request.quantities == Quantities{}) return;
  const auto asked = [&tile](bool wanted, QuantityArray& array) -> std::span<float> {
    if (!wanted) return {};
    array.resize(tile.counts.rows(), tile.counts.cols());
    return numbersOf(array);
  };
  const kernels::EscapeQuantities quantities{
      .smooth = asked(m_request.quantities.smooth, tile.smooth),
      .distance = asked(m_request.quantities.distance, tile.distance),
      .pixelSize = m_pixelSize};
  if (!kernels::escapeQuantities(job, numbersOf(tile.counts), quantities, stop))
    throw engines::TaskAborted("the render was stopped");
}

std::shared_ptr<const RenderJob> RenderJob::supersampled(int samples) const {
  FATOU_CHECK(samples >= 1);
  RenderRequest request = m_request;
  request.width *= samples;
  request.height *= samples;
  julia::Grid grid{.xs = spread(m_grid.xs, samples), .ys = spread(m_grid.ys, samples)};
  auto* job = new RenderJob(std::move(request), std::move(grid));
  job->m_pixelSize = m_pixelSize;
  return std::shared_ptr<const RenderJob>(job);
}

// Bands of one job, as row ranges or blocks.
template <typename Band>
struct Renderer::Work {
  Clock::time_point started;
  ComputeBand task;
  const std::vector<Band>& bands;
  const std::vector<std::size_t>& shares;  // how many each engine gets; for direct views

  const RenderRequest& request() const { return task.job->request(); }
};

template <typename Band>
engines::AsyncResult<std::vector<Tile>> Renderer::submit(const Work<Band>& work) const {
  const RenderRequest& request = work.request();
  FATOU_CHECK(request.viewKind != ViewKind::Serial);
  auto ids = m_client.ids();
  FATOU_CHECK(ids.size() >= static_cast<std::size_t>(request.engines));
  ids.resize(static_cast<std::size_t>(request.engines));
  if (request.viewKind == ViewKind::Direct)
    return m_client.directView(ids).mapShares({.chunkSize = 1, .shares = work.shares}, work.task,
                                              work.bands);
  return m_client.loadBalancedView(ids).with({.chunkSize = 1}).map(work.task, work.bands);
}

template <typename Band>
Result<RunRecord> Renderer::run(const Work<Band>& work, const TileSink& sink,
                                const std::stop_token& stop) const {
  const bool serial = work.request().viewKind == ViewKind::Serial;
  RunRecord run{.started = work.started, .engines = serial ? 1 : work.request().engines};
  try {
    if (serial) {
      renderSerially(work.task, work.bands, sink, stop, run);
    } else {
      const auto results = submit(work);
      const std::stop_callback cancel(stop, [&results] { results.cancel(); });
      for (const auto& [band, tiles] : results.asCompleted()) {
        deliver(tiles, results.tasks()->record(band), sink, run);
        // The next bands take this memory, instead of new pages of the system's.
        results.tasks()->release(band);
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

engines::AsyncResult<std::vector<Tile>> Renderer::start(const std::shared_ptr<const RenderJob>& job,
                                                        RowRange rows) const {
  const TilePlan plan = job->plan(rows);
  return submit<RowRange>({{}, {job, plan.mirrored}, plan.bands, plan.bandsOfEngine});
}

Result<RunRecord> Renderer::render(const std::shared_ptr<const RenderJob>& job, RowRange rows,
                                   const TileSink& sink, const std::stop_token& stop) const {
  const auto started = Clock::now();
  const TilePlan plan = job->plan(rows);
  return run<RowRange>({started, {job, plan.mirrored}, plan.bands, plan.bandsOfEngine}, sink, stop);
}

Result<RunRecord> Renderer::render(const std::shared_ptr<const RenderJob>& job,
                                   const std::vector<PixelBlock>& blocks, const TileSink& sink,
                                   const std::stop_token& stop) const {
  const auto started = Clock::now();
  std::vector<std::size_t> shares;
  for (const auto& share :
       engines::blockPartition(blocks.size(), static_cast<std::size_t>(job->request().engines)))
    shares.push_back(share.end - share.begin);
  return run<PixelBlock>({started, {job, false}, blocks, shares}, sink, stop);
}

}  // namespace fatou::render

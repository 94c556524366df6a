// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/renderer.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/base/exception_text.h"
#include "core/engines/errors.h"
#include "core/engines/partition.h"
#include "core/engines/thread_cpu_time.h"

namespace fatou::render {
namespace {

using engines::Clock;

// The task that engines run. A named type with plain data, so that engines in other processes can
// register it.
struct ComputeBand {
  std::shared_ptr<const RenderJob> job;
  bool mirrored = false;
  std::shared_ptr<BandWatch> watch;

  template <typename Band>
  std::vector<Tile> operator()(engines::Engine& engine, const Band& band) const {
    return compute(engine.id(), band, engine.stopToken());
  }
  std::vector<Tile> compute(engines::EngineId engine, RowRange rows,
                            const std::stop_token& stop) const {
    const BandWatch::Scope watched(watch.get(), engine, rows);
    return job->computeBand(rows, mirrored, stop);
  }
  std::vector<Tile> compute(engines::EngineId engine, const PixelBlock& block,
                            const std::stop_token& stop) const {
    const BandWatch::Scope watched(watch.get(), engine,
                                   {block.rect.y, block.rect.y + block.rect.height});
    return tilesOf(job->computeBlock(block, stop));
  }
};

// Records a finished band and hands its tiles on. It is received now: the engine that completed it
// could only leave its result to be fetched.
void deliver(const std::vector<Tile>& tiles, engines::TaskRecord task, const TileSink& sink,
             RunRecord& run) {
  task.received = Clock::now();
  const auto rowsOf = [](const Tile& tile) {
    return RowRange{tile.rect.y, tile.rect.y + tile.rect.height};
  };
  BandRecord band{.rows = rowsOf(tiles.front()),
                  .task = std::move(task),
                  .cell = tiles.front().sampling.cell()};
  if (tiles.size() > 1) band.mirrored = rowsOf(tiles.back());
  for (const Tile& tile : tiles) {
    band.iterations += tile.iterations;
    band.samples += tile.counts.size();
  }
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
    const auto cpuBefore = engines::threadCpuTime();
    const auto tiles = work.compute(task.engine, bands[i], stop);
    task.cpuTime = engines::threadCpuTime() - cpuBefore;
    task.completed = Clock::now();
    task.status = engines::TaskStatus::Succeeded;
    deliver(tiles, task, sink, run);
  }
}

}  // namespace

// Bands of one job, as row ranges or blocks.
template <typename Band>
struct Renderer::Work {
  Clock::time_point started;
  std::chrono::nanoseconds cpuBefore;  // of the calling thread
  ComputeBand task;
  const std::vector<Band>& bands;
  const std::vector<std::size_t>& shares;  // how many each engine gets; for direct views

  const RenderRequest& request() const { return task.job->request(); }
};

template <typename Band>
engines::AsyncResult<std::vector<Tile>> Renderer::submit(const Work<Band>& work) const {
  const RenderRequest& request = work.request();
  FATOU_CHECK(request.engines.viewKind != ViewKind::Serial);
  auto ids = m_client.ids();
  FATOU_CHECK(ids.size() >= static_cast<std::size_t>(request.engines.count));
  ids.resize(static_cast<std::size_t>(request.engines.count));
  if (request.engines.viewKind == ViewKind::Direct)
    return m_client.directView(ids).mapShares({.chunkSize = 1, .shares = work.shares}, work.task,
                                              work.bands);
  return m_client.loadBalancedView(ids).with({.chunkSize = 1}).map(work.task, work.bands);
}

template <typename Band>
Result<RunRecord> Renderer::run(const Work<Band>& work, const TileSink& sink,
                                const std::stop_token& stop) const {
  const bool serial = work.request().engines.viewKind == ViewKind::Serial;
  RunRecord run{.started = work.started, .engines = work.request().engines.workers()};
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
    return Error{std::string("rendering failed: ") + exceptionText(failure)};
  }
  run.callerCpuTime = engines::threadCpuTime() - work.cpuBefore;
  run.finished = Clock::now();
  return run;
}

engines::AsyncResult<std::vector<Tile>> Renderer::start(const std::shared_ptr<const RenderJob>& job,
                                                        RowRange rows) const {
  const TilePlan plan = job->plan(rows);
  return submit<RowRange>({{}, {}, {job, plan.mirrored, m_watch}, plan.bands, plan.bandsOfEngine});
}

Result<RunRecord> Renderer::render(const std::shared_ptr<const RenderJob>& job, RowRange rows,
                                   const TileSink& sink, const std::stop_token& stop) const {
  const auto started = Clock::now();
  const auto cpuBefore = engines::threadCpuTime();
  const TilePlan plan = job->plan(rows);
  return run<RowRange>(
      {started, cpuBefore, {job, plan.mirrored, m_watch}, plan.bands, plan.bandsOfEngine}, sink,
      stop);
}

Result<RunRecord> Renderer::render(const std::shared_ptr<const RenderJob>& job,
                                   const std::vector<PixelBlock>& blocks, const TileSink& sink,
                                   const std::stop_token& stop) const {
  const auto started = Clock::now();
  const auto cpuBefore = engines::threadCpuTime();
  std::vector<std::size_t> shares;
  for (const auto& share : engines::blockPartition(
           blocks.size(), static_cast<std::size_t>(job->request().engines.count)))
    shares.push_back(share.end - share.begin);
  return run<PixelBlock>({started, cpuBefore, {job, false, m_watch}, blocks, shares}, sink, stop);
}

}  // namespace fatou::render

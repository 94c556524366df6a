// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/renderer.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "core/base/check.h"
#include "core/base/exception_text.h"
#include "core/engines/prepared.h"
#include "core/engines/stream.h"
#include "core/engines/tasks/errors.h"
#include "core/engines/tasks/partition.h"
#include "core/engines/tasks/thread_cpu_time.h"
#include "core/render/sendable.h"

namespace fatou::render {
namespace {

using engines::Clock;

RowRange rowsOf(RowRange rows) {
  return rows;
}
RowRange rowsOf(const PixelBlock& block) {
  return {block.rect.y, block.rect.y + block.rect.height};
}
RowRange rowsOf(const Tile& tile) {
  return {tile.rect.y, tile.rect.y + tile.rect.height};
}

// Tasks and answers that come from another process may be damaged, or be of another version of the
// program: whether a rectangle or rows lie in the picture is checked before memory is used.
bool isIn(const PictureRequest& picture, const PixelRect& rect) {
  return rect.x >= 0 && rect.y >= 0 && rect.width >= 1 && rect.height >= 1 &&
         rect.width <= picture.width - rect.x && rect.height <= picture.height - rect.y;
}
bool isIn(const PictureRequest& picture, RowRange rows) {
  return rows.begin >= 0 && rows.begin < rows.end && rows.end <= picture.height;
}
bool isIn(const PictureRequest& picture, const PixelBlock& block) {
  const Sampling& sampling = block.sampling;
  return isIn(picture, block.rect) && sampling.strideX >= 1 && sampling.strideY >= 1 &&
         sampling.phaseX >= 0 && sampling.phaseX < sampling.strideX && sampling.phaseY >= 0 &&
         sampling.phaseY < sampling.strideY && block.samples() > 0;
}
bool areTilesOf(const std::vector<Tile>& tiles, const PictureRequest& picture,
                const PixelBlock& block, bool /*mirrored*/) {
  return tiles.size() == 1 && isTileOf(tiles.front(), block, picture.quantities);
}
bool areTilesOf(const std::vector<Tile>& tiles, const PictureRequest& picture, RowRange band,
                bool mirrored) {
  const RowRange image = mirrored ? mirroredRows(band, picture.height) : RowRange{};
  const auto isOf = [&](const Tile& tile, RowRange rows) {
    return isTileOf(tile, fullRows(picture.width, rows), picture.quantities);
  };
  if (image.size() <= 0) return tiles.size() == 1 && isOf(tiles.front(), band);
  return tiles.size() == 2 && isOf(tiles.front(), band) && isOf(tiles.back(), image);
}

std::vector<Tile> tilesOfBand(const RenderJob& job, RowRange rows, bool mirrored,
                              const std::stop_token& stop) {
  return job.computeBand(rows, mirrored, stop);
}
std::vector<Tile> tilesOfBand(const RenderJob& job, const PixelBlock& block, bool /*mirrored*/,
                              const std::stop_token& stop) {
  return tilesOf(job.computeBlock(block, stop));
}

// The task that engines run. A named type with plain data, so that engines elsewhere can be asked
// for it.
struct ComputeBand {
  engines::Prepared<RenderJob, JobRecipe> job;
  bool mirrored = false;
  std::shared_ptr<BandWatch> watch{};  // in this process, whose engines it is told of

  template <typename Band>
  std::vector<Tile> operator()(engines::Engine& engine, const Band& band) const {
    const BandWatch::Scope watched(watch.get(), engine.id(), rowsOf(band));
    const auto made = job.on(engine);
    if (!isIn(made->request().picture, band))
      throw std::invalid_argument("a band that is not in its picture");
    return tilesOfBand(*made, band, mirrored, engine.stopToken());
  }

  // The members that are sent: an engine elsewhere has no watch to tell.
  static constexpr auto kFields = std::tuple(&ComputeBand::job, &ComputeBand::mirrored);
};

ComputeBand taskFor(const std::shared_ptr<const RenderJob>& job, bool mirrored,
                    std::shared_ptr<BandWatch> watch) {
  return {.job = {.recipe = job->recipe(), .here = job},
          .mirrored = mirrored,
          .watch = std::move(watch)};
}

Error renderingFailed(const std::string& why) {
  return {"rendering failed: " + why};
}

// Records a finished band and hands its tiles on. It is received now: the engine that completed it
// could only leave its result to be fetched.
void deliver(const std::vector<Tile>& tiles, engines::TaskRecord task, const TileSink& sink,
             RunRecord& run) {
  task.received = Clock::now();
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

// Computes on the calling thread, which is engine 0 to whoever watches.
template <typename Band>
std::vector<Tile> computeHere(const ComputeBand& work, const Band& band,
                              const std::stop_token& stop) {
  const BandWatch::Scope watched(work.watch.get(), 0, rowsOf(band));
  return tilesOfBand(*work.job.here, band, work.mirrored, stop);
}

struct CpuTimes {
  std::chrono::nanoseconds caller{0};
  std::chrono::nanoseconds program{0};
};

CpuTimes cpuTimesNow() {
  return {engines::threadCpuTime(), engines::programCpuTime()};
}

// The caller is who computes the bands of a serial run; an engine elsewhere is another program's.
void noteCpuTimes(const CpuTimes& before, bool isSerial, RunRecord& run) {
  const CpuTimes now = cpuTimesNow();
  run.callerCpuTime = now.caller - before.caller;
  auto others = now.program - before.program - run.callerCpuTime;
  for (const BandRecord& band : run.bands)
    if (!isSerial && !engines::hasTravelled(band.task)) others -= band.task.cpuTime;
  run.otherCpuTime = std::max(others, std::chrono::nanoseconds{0});
}

// Runs the bands where the caller is, with the same stamps as an engine would take. Throws what
// they do.
template <typename Band>
void computeSerially(const ComputeBand& work, const std::vector<Band>& bands, const TileSink& sink,
                     const std::stop_token& stop, RunRecord& run) {
  const auto submitted = Clock::now();
  for (std::size_t i = 0; i < bands.size() && !stop.stop_requested(); ++i) {
    engines::TaskRecord task{.id = i + 1, .engine = 0, .firstItem = i, .itemCount = 1};
    task.submitted = submitted;
    task.started = Clock::now();
    const auto cpuBefore = engines::threadCpuTime();
    const auto tiles = computeHere(work, bands[i], stop);
    task.cpuTime = engines::threadCpuTime() - cpuBefore;
    task.completed = Clock::now();
    task.status = engines::TaskStatus::Succeeded;
    deliver(tiles, task, sink, run);
  }
}

template <typename Band>
Status renderSerially(const ComputeBand& work, const std::vector<Band>& bands, const TileSink& sink,
                      const std::stop_token& stop, RunRecord& run) {
  try {
    computeSerially(work, bands, sink, stop, run);
    run.complete = !stop.stop_requested();
  } catch (const engines::TaskAborted&) {
    // Stopped: the run says so by not being complete.
  } catch (...) {
    return renderingFailed(currentExceptionText());
  }
  return success();
}

// How many of the items each of these engines gets: the shares that were planned, or, where they
// were planned for other engines or items, even ones.
std::vector<std::size_t> sharesOf(const std::vector<std::size_t>& planned, std::size_t items,
                                  std::size_t engines) {
  if (planned.size() == engines &&
      std::accumulate(planned.begin(), planned.end(), std::size_t{0}) == items)
    return planned;
  std::vector<std::size_t> shares;
  for (const auto& share : engines::blockPartition(items, engines)) shares.push_back(share.size());
  return shares;
}

}  // namespace

// Bands of one job, as row ranges or blocks.
template <typename Band>
struct Renderer::Work {
  Clock::time_point started;
  CpuTimes cpuBefore;
  ComputeBand task;
  const std::vector<Band>& bands;
  const std::vector<std::size_t>& shares;  // how many each engine gets; for direct views

  const RenderRequest& request() const { return task.job.here->request(); }
};

template <typename Band>
engines::AsyncResult<std::vector<Tile>> Renderer::submit(const Work<Band>& work,
                                                         const std::vector<Band>& bands) const {
  FATOU_CHECK(work.request().engines.viewKind != ViewKind::Serial);
  for (;;) {
    try {
      return submitOnce(work, bands);
    } catch (const std::out_of_range&) {
      // An engine has gone since the ids were asked for: again, to those that are left.
    }
  }
}

template <typename Band>
engines::AsyncResult<std::vector<Tile>> Renderer::submitOnce(const Work<Band>& work,
                                                             const std::vector<Band>& bands) const {
  const EngineSetup& setup = work.request().engines;
  auto ids = m_client.ids();
  ids.resize(std::min(ids.size(), static_cast<std::size_t>(setup.count)));
  if (setup.viewKind == ViewKind::Balanced)
    return m_client.loadBalancedView(ids)
        .with({.chunkSize = 1, .independentItems = true})  // each is computed from its points alone
        .map(work.task, bands);
  const auto view = m_client.directView(ids);
  return view.mapShares({.chunkSize = 1, .shares = sharesOf(work.shares, bands.size(), ids.size())},
                        work.task, bands);
}

template <typename Band>
Result<RunRecord> Renderer::run(const Work<Band>& work, const TileSink& sink,
                                const std::stop_token& stop) const {
  RunRecord run{.started = work.started, .engines = 1};
  if (work.request().engines.viewKind == ViewKind::Serial) {
    if (Status s = renderSerially(work.task, work.bands, sink, stop, run); !s) return s.error();
  } else {
    run.engines = std::min(work.request().engines.count, static_cast<int>(m_client.size()));
    run.onOtherHosts = !std::ranges::all_of(m_client.engines(), engines::isOnThisHost);
    const auto take = [&](std::size_t place, const std::vector<Tile>& tiles,
                          const engines::TaskRecord& task) -> Status {
      if (!areTilesOf(tiles, work.request().picture, work.bands[place], work.task.mirrored))
        return engines::wrongAnswer(task);
      deliver(tiles, task, sink, run);
      return success();
    };
    const auto ended =
        engines::streamOf([&](const std::vector<Band>& bands) { return submit(work, bands); },
                          work.bands, take, stop);
    if (!ended) return renderingFailed(ended.error().message);
    run.complete = ended.value() == engines::Ended::Complete;
  }
  noteCpuTimes(work.cpuBefore, work.request().engines.viewKind == ViewKind::Serial, run);
  run.finished = Clock::now();
  return run;
}

engines::AsyncResult<std::vector<Tile>> Renderer::start(const std::shared_ptr<const RenderJob>& job,
                                                        RowRange rows) const {
  const TilePlan plan = job->plan(rows);
  return submit<RowRange>(
      {{}, {}, taskFor(job, plan.mirrored, m_watch), plan.bands, plan.bandsOfEngine}, plan.bands);
}

Result<RunRecord> Renderer::render(const std::shared_ptr<const RenderJob>& job, RowRange rows,
                                   const TileSink& sink, const std::stop_token& stop) const {
  const auto started = Clock::now();
  const auto cpuBefore = cpuTimesNow();
  const TilePlan plan = job->plan(rows);
  return run<RowRange>(
      {started, cpuBefore, taskFor(job, plan.mirrored, m_watch), plan.bands, plan.bandsOfEngine},
      sink, stop);
}

Result<RunRecord> Renderer::render(const std::shared_ptr<const RenderJob>& job,
                                   const std::vector<PixelBlock>& blocks, const TileSink& sink,
                                   const std::stop_token& stop) const {
  const auto started = Clock::now();
  const auto cpuBefore = cpuTimesNow();
  std::vector<std::size_t> shares;
  for (const auto& share : engines::blockPartition(
           blocks.size(), static_cast<std::size_t>(job->request().engines.count)))
    shares.push_back(share.end - share.begin);
  return run<PixelBlock>({started, cpuBefore, taskFor(job, false, m_watch), blocks, shares}, sink,
                         stop);
}

}  // namespace fatou::render

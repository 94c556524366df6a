// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/progressive_renderer.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "core/render/pass_plan.h"
#include "core/render/passes_in_order.h"

namespace fatou::render {
namespace {

// Passes beyond this stride are of pictures that take long: they have few rows, and each of those
// is worth a band of its own.
constexpr std::int32_t kUsualCoarsest = 8;
constexpr int kCoarseBandsPerEngine = 4;

std::int32_t bandRowsOf(const RenderRequest& request, const Pass& pass) {
  if (request.engines.bandRows > 0) return request.engines.bandRows;
  const auto rows = static_cast<std::int32_t>(pass.samples() * pass.stride / request.picture.width);
  const int engines = request.engines.workers();
  const std::int32_t usual = automaticBandRows(rows, engines);
  if (pass.stride <= kUsualCoarsest) return usual;
  return std::clamp(rows / (kCoarseBandsPerEngine * engines), 1, usual);
}

// A pass, cut into bands; there are some.
struct PlannedPass {
  std::int32_t stride = 1;
  std::vector<PixelBlock> bands;
};

std::vector<PlannedPass> plannedPasses(const RenderRequest& request, const ProgressiveWork& work) {
  const PictureRequest& picture = request.picture;
  const KnownPixels known =
      work.known == KnownPixels() ? KnownPixels(picture.width, picture.height) : work.known;
  std::vector<PlannedPass> passes;
  for (const Pass& pass : planPasses(known.missing(), work.coarsest))
    if (!pass.blocks.empty())
      passes.push_back({pass.stride, cutIntoBands(pass.blocks, bandRowsOf(request, pass))});
  return passes;
}

PlannedWork workOf(const std::vector<PlannedPass>& passes) {
  PlannedWork all;
  for (const PlannedPass& pass : passes) {
    all.bands += pass.bands.size();
    for (const PixelBlock& band : pass.bands) all.samples += band.samples();
  }
  return all;
}

void announce(const ProgressSinks& sinks, const PlannedWork& work) {
  if (sinks.planned) sinks.planned(work);
}

void append(RunRecord& run, RunRecord pass) {
  run.bands.insert(run.bands.end(), std::make_move_iterator(pass.bands.begin()),
                   std::make_move_iterator(pass.bands.end()));
  run.engines = pass.engines;
  run.otherCpuTime += pass.otherCpuTime;
  run.complete = pass.complete;
  run.onOtherHosts = pass.onOtherHosts;
}

// All passes as one run, so that no engine waits at the end of each until its last tile has come.
Result<RunRecord> renderTogether(const Renderer& renderer,
                                 const std::shared_ptr<const RenderJob>& job,
                                 const std::vector<PlannedPass>& passes, const ProgressSinks& sinks,
                                 const std::stop_token& stop) {
  std::vector<PassesInOrder::Planned> planned;
  std::vector<PixelBlock> bands;
  for (const PlannedPass& pass : passes) {
    planned.push_back({pass.stride, pass.bands.size()});
    bands.insert(bands.end(), pass.bands.begin(), pass.bands.end());
  }
  PassesInOrder order(planned, sinks, stop);
  order.begin();
  auto rendered = renderer.render(
      job, bands, [&](const Tile& tile, const BandRecord& band) { order.take(tile, band); }, stop);
  if (!rendered) return rendered;
  RunRecord run = std::move(rendered).value();
  std::ranges::stable_sort(run.bands, std::ranges::greater{}, &BandRecord::cell);
  return run;
}

}  // namespace

Result<RunRecord> renderProgressively(const Renderer& renderer,
                                      const std::shared_ptr<const RenderJob>& job,
                                      const ProgressiveWork& work, const ProgressSinks& sinks,
                                      const std::stop_token& stop) {
  const RenderRequest& request = job->request();
  const PictureRequest& picture = request.picture;
  RunRecord run{.started = engines::Clock::now(), .complete = true};
  // A picture of which nothing is known is rendered by the job's own plan if it is wanted in one
  // pass: that plan makes use of symmetries.
  if (work.known == KnownPixels() && work.coarsest == 1) {
    const std::size_t bands = job->plan({0, picture.height}).bands.size();
    announce(sinks, {bands, std::int64_t{picture.width} * picture.height});
    sinks.passBegun(bands);
    auto whole = renderer.render(job, {0, picture.height}, sinks.tile, stop);
    if (whole && whole.value().complete) sinks.passDone(1);
    return whole;
  }
  const auto passes = plannedPasses(request, work);
  announce(sinks, workOf(passes));
  // A direct view has each engine compute its part of every pass, which takes a run a pass.
  if (request.engines.viewKind == ViewKind::Balanced && passes.size() > 1) {
    auto together = renderTogether(renderer, job, passes, sinks, stop);
    if (!together) return together;
    RunRecord all = std::move(together).value();
    all.started = run.started;
    return all;
  }
  for (const PlannedPass& pass : passes) {
    sinks.passBegun(pass.bands.size());
    auto done = renderer.render(job, pass.bands, sinks.tile, stop);
    if (!done) return done.error();
    append(run, std::move(done).value());
    if (!run.complete) break;
    sinks.passDone(pass.stride);
  }
  run.finished = engines::Clock::now();
  return run;
}

}  // namespace fatou::render

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/render_job.h"

#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>

#include "core/base/check.h"
#include "core/engines/engine.h"
#include "core/engines/errors.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/escape_time.h"
#include "core/kernels/monotone_escape.h"
#include "core/render/mirror_image.h"

namespace fatou::render {
namespace {

// The orbits of the deep pictures that an engine computes, one of its tasks after the other.
struct EngineOrbits {
  mutable julia::OrbitCache cache{};
};
// What an engine makes once.
struct OfAllPictures {
  friend bool operator==(const OfAllPictures&, const OfAllPictures&) = default;
};

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

// Room for one number a count, if wanted.
std::span<float> asked(bool wanted, const CountArray& counts, QuantityArray& array) {
  if (!wanted) return {};
  array.resize(counts.rows(), counts.cols());
  return numbersOf(array);
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

}  // namespace

RenderJob::RenderJob(RenderRequest request, julia::Grid grid)
    : m_request(std::move(request)),
      m_grid(std::move(grid)),
      m_c(m_request.picture.place.c.re.toDouble(), m_request.picture.place.c.im.toDouble()),
      m_pixelSize(julia::pixelSize(m_grid)) {
  if (m_request.engines.kernel == Kernel::Plain) return;
  m_mirror = julia::mirrorOf(m_request.picture.place.c, m_grid);
  // Where orbits can come back, nothing is proven of those that are only nearly the same.
  if (m_mirror.distance > 0.0 && !kernels::escapeIsMonotone(m_c.real(), m_c.imag())) m_mirror = {};
  m_cycle = julia::findAttractingCycle(m_c);
  m_trap = julia::interiorTrap(m_cycle);
}

// A deep picture has no mirror, and its trap is in the DeepPicture.
RenderJob::RenderJob(RenderRequest request, julia::Grid grid,
                     std::shared_ptr<const DeepPicture> deep)
    : m_request(std::move(request)),
      m_grid(std::move(grid)),
      m_deep(std::move(deep)),
      m_c(m_request.picture.place.c.re.toDouble(), m_request.picture.place.c.im.toDouble()),
      m_pixelSize(m_deep->grid().pixelSize) {}

Result<std::shared_ptr<const RenderJob>> RenderJob::create(const RenderRequest& request,
                                                           const DeepSetup& setup) {
  if (auto status = check(request); !status) return status.error();
  if (numberTypeOf(request.picture) == julia::NumberType::Perturbation) {
    const auto& c = request.picture.place.c;
    const auto trap =
        request.engines.kernel == Kernel::Plain
            ? std::nullopt
            : julia::interiorTrap(julia::findAttractingCycle({c.re.toDouble(), c.im.toDouble()}));
    auto deep = DeepPicture::create(request.picture, trap, setup);
    if (!deep) return deep.error();
    julia::Grid offsets = deep.value()->grid().offsets;
    return std::shared_ptr<const RenderJob>(
        new RenderJob(request, std::move(offsets), std::move(deep).value()));
  }
  auto grid =
      julia::makeGrid(request.picture.place.view, request.picture.width, request.picture.height);
  if (!grid) return grid.error();
  return std::shared_ptr<const RenderJob>(new RenderJob(request, std::move(grid).value()));
}

std::vector<Tile> RenderJob::computeBand(RowRange rows, bool mirrored,
                                         const std::stop_token& stop) const {
  mirrored = mirrored && mirroredRows(rows, m_request.picture.height).size() > 0;
  if (mirrored && m_mirror.distance > 0.0) return computeNearlyMirroredBand(rows, stop);
  Tile tile = computeBlock(fullRows(m_request.picture.width, rows), stop);
  if (!mirrored) return tilesOf(std::move(tile));
  Tile image = mirrorImage(tile, m_mirror.symmetry, m_request.picture.height);
  return tilesOf(std::move(tile), std::move(image));
}

std::vector<Tile> RenderJob::computeNearlyMirroredBand(RowRange rows,
                                                       const std::stop_token& stop) const {
  Tile tile = emptyTile(fullRows(m_request.picture.width, rows));
  const Points points = pointsOf(m_grid, fullRows(m_request.picture.width, rows));
  const Points mirror = mirrorPoints(m_grid, m_mirror.symmetry, rows);
  const kernels::EscapeTimeJob job = kernelJob(points);
  kernels::MirrorReport report;
  const kernels::NearMirror nearMirror{mirror.xs, mirror.ys, m_mirror.distance};
  const kernels::SmoothPicture picture{
      numbersOf(tile.counts), asked(m_request.picture.quantities.smooth, tile.counts, tile.smooth)};
  const bool done =
      picture.smooth.empty()
          ? kernels::fastMirroredEscapeTimes(job, nearMirror, m_trap, picture.counts, report, stop)
          : kernels::fastMirroredSmoothCounts(job, nearMirror, m_trap, picture, report, stop);
  if (!done) throw engines::TaskAborted("the render was stopped");
  tile.lanes = report.statistics;
  tile.iterations = sumOf(tile.counts);
  Tile image = mirrorImage(tile, m_mirror.symmetry, m_request.picture.height);
  correctMirrorImage(report, tile, m_mirror.symmetry, image);
  // Nothing proves that distances repeat: those of the mirror's rows are computed by themselves.
  const Points imagePoints = pointsOf(m_grid, {.rect = image.rect, .sampling = {}});
  if (!computeDistances(job, tile, stop) || !computeDistances(kernelJob(imagePoints), image, stop))
    throw engines::TaskAborted("the render was stopped");
  return tilesOf(std::move(tile), std::move(image));
}

kernels::EscapeTimeJob RenderJob::kernelJob(const Points& points) const {
  return {.cRe = m_c.real(),
          .cIm = m_c.imag(),
          .tmax = m_request.picture.place.tmax,
          .xs = points.xs,
          .ys = points.ys};
}

Tile RenderJob::computeDeepBlock(const PixelBlock& block, const std::stop_token& stop) const {
  Tile tile = emptyTile(block);
  const Points points = pointsOf(m_grid, block);
  const kernels::DeepQuantities quantities{
      .smooth = asked(m_request.picture.quantities.smooth, tile.counts, tile.smooth),
      .distance = asked(m_request.picture.quantities.distance, tile.counts, tile.distance),
      .step = m_pixelSize};
  if (!kernels::deepEscapeTimes({m_deep->reference(), points.xs, points.ys}, numbersOf(tile.counts),
                                quantities, &tile.lanes, stop))
    throw engines::TaskAborted("the render was stopped");
  tile.iterations = sumOf(tile.counts);
  return tile;
}

Tile RenderJob::computeBlock(const PixelBlock& block, const std::stop_token& stop) const {
  if (m_deep) return computeDeepBlock(block, stop);
  Tile tile = emptyTile(block);
  const Points points = pointsOf(m_grid, block);
  const kernels::EscapeTimeJob job = kernelJob(points);
  if (!computeCounts(job, tile, stop) || !computeDistances(job, tile, stop))
    throw engines::TaskAborted("the render was stopped");
  tile.iterations = sumOf(tile.counts);
  return tile;
}

// Computes J, and smooth counts if the request asks for them. False when stopped.
bool RenderJob::computeCounts(const kernels::EscapeTimeJob& job, Tile& tile,
                              const std::stop_token& stop) const {
  const kernels::SmoothPicture picture{
      numbersOf(tile.counts), asked(m_request.picture.quantities.smooth, tile.counts, tile.smooth)};
  if (m_request.engines.kernel == Kernel::Plain)
    return kernels::escapeTimes(job, picture.counts, stop) &&
           kernels::escapeQuantities(job, picture.counts,
                                     {.smooth = picture.smooth, .distance = {}}, stop);
  return picture.smooth.empty()
             ? kernels::fastEscapeTimes(job, m_trap, picture.counts, &tile.lanes, stop)
             : kernels::fastSmoothCounts(job, m_trap, picture, &tile.lanes, stop);
}

// Computes distances from the counts if the request asks for them. False when stopped.
bool RenderJob::computeDistances(const kernels::EscapeTimeJob& job, Tile& tile,
                                 const std::stop_token& stop) const {
  if (!m_request.picture.quantities.distance) return true;
  const kernels::EscapeQuantities quantities{
      .smooth = {}, .distance = asked(true, tile.counts, tile.distance), .pixelSize = m_pixelSize};
  return kernels::escapeQuantities(job, numbersOf(tile.counts), quantities, stop);
}

std::shared_ptr<const RenderJob> JobRecipe::product(engines::Engine& engine) const {
  if (!orbits) return product(engine.stopToken());
  const auto kept = engine.cache().get<EngineOrbits>(
      OfAllPictures{}, [] { return std::make_shared<const EngineOrbits>(); });
  return product(engine.stopToken(), &kept->cache);
}

std::shared_ptr<const RenderJob> JobRecipe::product(const std::stop_token& stop,
                                                    julia::OrbitCache* cache) const {
  constexpr int kMostSamples = 64;  // more than anybody asks for
  if (samples < 1 || samples > kMostSamples) throw std::invalid_argument("samples out of range");
  if (orbits &&
      !(julia::isPrecision(orbits->centreBits) && julia::isPrecision(orbits->criticalBits)))
    throw std::invalid_argument("an orbit's precision out of range");
  auto job = RenderJob::create({.picture = picture, .engines = {.kernel = kernel}},
                               {.cache = cache, .orbits = orbits, .stop = stop});
  if (stop.stop_requested()) throw engines::TaskAborted("the render was stopped");
  if (!job) throw std::runtime_error(job.error().message);
  return samples == 1 ? std::move(job).value() : job.value()->supersampled(samples);
}

JobRecipe RenderJob::recipe() const {
  JobRecipe recipe{
      .picture = m_request.picture, .kernel = m_request.engines.kernel, .samples = m_samples};
  if (m_deep) recipe.orbits = m_deep->orbits().choice();
  recipe.picture.width /= m_samples;
  recipe.picture.height /= m_samples;
  return recipe;
}

std::shared_ptr<const RenderJob> RenderJob::supersampled(int samples) const {
  FATOU_CHECK(samples >= 1 && m_samples == 1);
  RenderRequest request = m_request;
  request.picture.width *= samples;
  request.picture.height *= samples;
  julia::Grid grid{.xs = spread(m_grid.xs, samples), .ys = spread(m_grid.ys, samples)};
  auto* job = m_deep ? new RenderJob(std::move(request), std::move(grid), m_deep)
                     : new RenderJob(std::move(request), std::move(grid));
  job->m_pixelSize = m_pixelSize;
  job->m_samples = samples;
  return std::shared_ptr<const RenderJob>(job);
}

}  // namespace fatou::render

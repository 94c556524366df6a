// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/render_job.h"

#include <stdexcept>
#include <utility>

#include "core/base/check.h"
#include "core/engines/tasks/engine.h"
#include "core/engines/tasks/errors.h"
#include "core/render/mirror_image.h"

namespace fatou::render {
namespace {

// The orbits of the deep pictures that an engine computes, one of its tasks after the other.
struct EngineOrbits {
  mutable julia::OrbitCache cache{};
};
// The key under which an engine keeps its EngineOrbits: all pictures share one entry.
struct OfAllPictures {
  friend bool operator==(const OfAllPictures&, const OfAllPictures&) = default;
};

}  // namespace

RenderJob::RenderJob(RenderRequest request, std::shared_ptr<const PictureKernel> kernel,
                     int samples)
    : m_request(std::move(request)), m_kernel(std::move(kernel)), m_samples(samples) {}

Result<std::shared_ptr<const RenderJob>> RenderJob::create(const RenderRequest& request,
                                                           const DeepSetup& setup) {
  if (auto status = check(request); !status) return status.error();
  auto kernel = PictureKernel::create(request.picture, request.engines.kernel, setup);
  if (!kernel) return kernel.error();
  return std::shared_ptr<const RenderJob>(new RenderJob(request, std::move(kernel).value(), 1));
}

std::vector<Tile> RenderJob::computeBand(RowRange rows, bool mirrored,
                                         const std::stop_token& stop) const {
  const std::int32_t height = m_request.picture.height;
  mirrored = mirrored && mirroredRows(rows, height).size() > 0;
  if (mirrored && m_kernel->mirror().distance > 0.0) {
    auto [tile, image] = m_kernel->computeNearlyMirrored(rows, stop);
    return tilesOf(std::move(tile), std::move(image));
  }
  Tile tile = computeBlock(fullRows(m_request.picture.width, rows), stop);
  if (!mirrored) return tilesOf(std::move(tile));
  Tile image = mirrorImage(tile, symmetry(), height);
  m_kernel->correctMirrored(image);
  return tilesOf(std::move(tile), std::move(image));
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
  if (basins && !julia::check(*basins))
    throw std::invalid_argument("the discs of basins out of range");
  auto job = RenderJob::create({.picture = picture, .engines = {.kernel = kernel}},
                               {.cache = cache, .orbits = orbits, .stop = stop, .basins = basins});
  if (stop.stop_requested()) throw engines::TaskAborted("the render was stopped");
  if (!job) throw std::runtime_error(job.error().message);
  return samples == 1 ? std::move(job).value() : job.value()->supersampled(samples);
}

JobRecipe RenderJob::recipe() const {
  JobRecipe recipe{
      .picture = m_request.picture, .kernel = m_request.engines.kernel, .samples = m_samples};
  if (deep() != nullptr) recipe.orbits = deep()->orbits().choice();
  if (const julia::Basins* basins = m_kernel->basins()) recipe.basins = *basins;
  recipe.picture.width /= m_samples;
  recipe.picture.height /= m_samples;
  return recipe;
}

std::shared_ptr<const RenderJob> RenderJob::supersampled(int samples) const {
  FATOU_CHECK(samples >= 1 && m_samples == 1);
  RenderRequest request = m_request;
  request.picture.width *= samples;
  request.picture.height *= samples;
  return std::shared_ptr<const RenderJob>(
      new RenderJob(std::move(request), m_kernel->supersampled(samples), samples));
}

}  // namespace fatou::render

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/parameter_map.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "core/engines/prepared.h"
#include "core/engines/tasks/errors.h"
#include "core/julia/dynamics/family_depth.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/deep_grid.h"
#include "core/julia/plane/grid.h"
#include "core/kernels/deep_mandelbrot_escape_time.h"
#include "core/kernels/mandelbrot_escape_time.h"
#include "core/render/deep_map.h"
#include "core/render/family_map.h"
#include "core/render/program_map.h"
#include "core/render/render_request.h"
#include "core/render/sendable.h"
#include "core/render/tile_plan.h"

namespace fatou::render {
namespace {

// The radius at which the whole set is seen.
constexpr double kWholeSet = 1.25;

// The most steps, reached at a radius of 10^-210: deeper points take longer only near sets with as
// long a period.
constexpr double kMostIterations = 4e6;

// The numbers of one band, a value a pixel in row order.
struct BandNumbers {
  std::span<std::int32_t> counts;
  std::span<float> smooth;  // empty where nobody asks
};

// `count` values of a grid's rows.
std::span<const double> rowsOf(const julia::Grid& grid, RowRange rows) {
  return std::span(grid.ys).subspan(static_cast<std::size_t>(rows.begin),
                                    static_cast<std::size_t>(rows.size()));
}

// A request with its points, worked out once for all bands.
struct MapJob {
  MapRequest request;
  julia::Grid grid;                       // for a map in doubles
  std::shared_ptr<const DeepMap> deep{};  // for a deeper map
  // The map of a program, in doubles.
  std::shared_ptr<const ProgramMap> program{};
  std::shared_ptr<const FamilyMap> family{};  // for a deeper map of any polynomial

  // Computes on the calling thread. Throws engines::TaskAborted when stopped.
  Tile computeBand(RowRange rows, const std::stop_token& stop) const {
    Tile tile{.rect = {0, rows.begin, request.width, rows.size()}};
    tile.counts.resize(rows.size(), request.width);
    if (request.smooth) tile.smooth.resize(rows.size(), request.width);
    const BandNumbers numbers{
        .counts = {tile.counts.data(), static_cast<std::size_t>(tile.counts.size())},
        .smooth = {tile.smooth.data(), static_cast<std::size_t>(tile.smooth.size())}};
    const bool isDone =
        family ? family->fill(rows.begin, rows.size(), numbers.counts, numbers.smooth, stop)
        : deep ? computeDeep(rows, numbers, stop)
               : computeInDoubles(rows, numbers, stop);
    if (!isDone) throw engines::TaskAborted("the map was stopped");
    tile.iterations =
        std::accumulate(numbers.counts.begin(), numbers.counts.end(), std::int64_t{0});
    return tile;
  }

 private:
  bool computeInDoubles(RowRange rows, const BandNumbers& numbers,
                        const std::stop_token& stop) const {
    if (program)
      return program->fill(grid.xs, rowsOf(grid, rows), numbers.counts, numbers.smooth, stop);
    const kernels::MandelbrotJob job{.tmax = request.tmax,
                                     .xs = grid.xs,
                                     .ys = rowsOf(grid, rows),
                                     .degree = request.formula.degree()};
    if (!kernels::mandelbrotEscapeTimes(job, numbers.counts, stop)) return false;
    return numbers.smooth.empty() ||
           kernels::mandelbrotSmoothCounts(job, numbers.counts, numbers.smooth, stop);
  }

  bool computeDeep(RowRange rows, const BandNumbers& numbers, const std::stop_token& stop) const {
    const julia::Grid& offsets = deep->grid().offsets;
    return kernels::deepMandelbrotEscapeTimes(
        {.reference = deep->reference(), .xs = offsets.xs, .ys = rowsOf(offsets, rows)},
        numbers.counts, numbers.smooth, stop);
  }
};

// Whether the map is one of z^2 + c, which has orbits and kernels of its own at any depth.
bool hasOwnDepth(const MapRequest& request) {
  return hasOwnKernels(request.formula, request.plane) && request.formula == julia::Formula() &&
         !request.plane.start;
}

// Whether it is a deep one of another formula.
bool isFamily(const MapRequest& request) {
  return !hasOwnDepth(request) &&
         !julia::doublesResolve(request.view, request.width, request.height);
}

// The job of a request, with the orbit of that choice where one is given. Null when stopped.
Result<std::shared_ptr<const MapJob>> jobFor(
    const MapRequest& request, julia::ParameterOrbitCache* orbits, const std::stop_token& stop,
    const std::optional<julia::ParameterOrbitChoice>& choice = {}) {
  auto job = std::make_shared<MapJob>(MapJob{.request = request});
  if (isFamily(request)) {
    auto family = FamilyMap::create(request, stop);
    if (stop.stop_requested()) return std::shared_ptr<const MapJob>();
    if (!family) return family.error();
    job->family = std::move(family).value();
    return std::shared_ptr<const MapJob>(std::move(job));
  }
  if (!julia::doublesResolve(request.view, request.width, request.height)) {
    julia::ParameterOrbitCache ownOrbits;
    job->deep = DeepMap::create(request, orbits != nullptr ? *orbits : ownOrbits, stop, choice);
    return job->deep ? std::shared_ptr<const MapJob>(std::move(job)) : nullptr;
  }
  auto grid = julia::makeGrid(request.view, request.width, request.height);
  if (!grid) return grid.error();
  job->grid = std::move(grid).value();
  if (!hasOwnKernels(request.formula, request.plane)) {
    auto program = ProgramMap::create(request, stop);
    if (stop.stop_requested()) return std::shared_ptr<const MapJob>();
    if (!program) return program.error();
    job->program = std::move(program).value();
  }
  return std::shared_ptr<const MapJob>(std::move(job));
}

// The values from which the job of a map is made.
struct MapRecipe {
  MapRequest request{};
  std::optional<julia::ParameterOrbitChoice> orbit{};  // of a deep map

  std::shared_ptr<const MapJob> product(const std::stop_token& stop) const {
    if (auto status = check(request); !status) throw std::runtime_error(status.error().message);
    if (orbit && !julia::isPrecision(orbit->bits))
      throw std::invalid_argument("an orbit's precision out of range");
    const auto job = jobFor(request, nullptr, stop, orbit);
    if (!job) throw std::runtime_error(job.error().message);
    if (job.value() == nullptr) throw engines::TaskAborted("the map was stopped");
    return job.value();
  }

  friend bool operator==(const MapRecipe&, const MapRecipe&) = default;
  static constexpr auto kFields = std::tuple(&MapRecipe::request, &MapRecipe::orbit);
};

MapRecipe recipeOf(const MapJob& job) {
  MapRecipe recipe{.request = job.request};
  if (job.deep) recipe.orbit = job.deep->orbit().choice();
  return recipe;
}

// The task that engines run.
struct ComputeMapBand {
  engines::Prepared<MapJob, MapRecipe> job;

  Tile operator()(engines::Engine& engine, RowRange rows) const {
    const auto made = job.on(engine);
    if (rows.begin < 0 || rows.begin >= rows.end || rows.end > made->request.height)
      throw std::invalid_argument("a band that is not in its map");
    return made->computeBand(rows, engine.stopToken());
  }

  static constexpr auto kFields = std::tuple(&ComputeMapBand::job);
};

// Returns the parts of the request that a picture has, too. The formula is one of them only if it
// has kernels of its own: what a program can compute may depend on the values of the parameters.
PictureRequest asPicture(const MapRequest& request) {
  PictureRequest picture{.width = request.width, .height = request.height};
  picture.place.view = request.view;
  picture.place.tmax = request.tmax;
  if (hasOwnKernels(request.formula, request.plane)) picture.place.formula = request.formula;
  return picture;
}

}  // namespace

Status check(const MapRequest& request) {
  if (auto picture = check(asPicture(request)); !picture) return picture;
  if (auto plane = check(request.formula, request.plane); !plane) return plane;
  if (!isFamily(request) ||
      julia::hasFamilyDepth(request.formula, request.plane.c, request.plane.parameter))
    return success();
  return Error{"the map of " + julia::expressionText(request.formula) +
               " is computed in doubles alone, for which this view is too deep: use a larger "
               "radius, or a polynomial"};
}

Status checkComputable(const MapRequest& request) {
  if (Status sound = check(request); !sound) return sound;
  if (hasOwnKernels(request.formula, request.plane)) return success();
  const auto program = ProgramMap::create(request);
  return program ? success() : Status(program.error());
}

Parameters parameters(const MapRequest& request) {
  const MapPlane& plane = request.plane;
  Parameters pairs{{"formula", julia::toString(request.formula)}, {kMapName, plane.parameter}};
  if (plane.parameter != "c" && request.formula.usesC()) pairs.emplace_back("c", plane.c.text());
  if (plane.start)
    pairs.emplace_back("start", plane.start->text());
  else
    pairs.emplace_back("critical", criticalText(plane.critical));
  pairs.emplace_back("center", request.view.centre.text());
  pairs.emplace_back("radius", request.view.radius.text());
  pairs.emplace_back("size", std::to_string(request.width) + "x" + std::to_string(request.height));
  pairs.emplace_back("tmax", std::to_string(request.tmax));
  return pairs;
}

std::int32_t mapIterations(const julia::Scaled& radius) {
  const double octaves = std::max(0.0, std::log2(kWholeSet) - radius.log2());
  return static_cast<std::int32_t>(
      std::min(kMostIterations, 500.0 + octaves * (150.0 + 8.0 * octaves)));
}

Result<engines::Ended> MapRenderer::render(const MapRequest& request, const MapTileSink& sink,
                                           const std::stop_token& stop) const {
  if (auto status = check(request); !status) return status.error();
  const auto engines = static_cast<int>(m_client.size());
  if (engines == 0) return Error{"there are no engines to draw the map"};
  const auto job = jobFor(request, m_orbits.get(), stop);
  if (!job) return job.error();
  if (job.value() == nullptr) return engines::Ended::Stopped;
  const TilePlan plan = planTiles({.count = engines}, request.height, {0, request.height});
  const auto ended = engines::stream(
      m_client.loadBalancedView(),
      ComputeMapBand{{.recipe = recipeOf(*job.value()), .here = job.value()}}, plan.bands,
      [&](std::size_t place, const Tile& tile, const engines::TaskRecord& task) -> Status {
        const PixelBlock band = fullRows(request.width, plan.bands[place]);
        if (!isTileOf(tile, band, {.smooth = request.smooth})) return engines::wrongAnswer(task);
        sink(tile);
        return success();
      },
      stop);
  if (!ended) return Error{"the map failed: " + ended.error().message};
  return ended;
}

}  // namespace fatou::render

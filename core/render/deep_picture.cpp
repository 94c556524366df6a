// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/deep_picture.h"

#include <algorithm>
#include <string>
#include <utility>

namespace fatou::render {
namespace {

// The trap is proven for steps that are wrong by more than c's rounding. It must also be large
// beside what a pixel near the reference is known to, for z = Z + δ is looked at in double.
constexpr double kLeastTrapRadius2 = 0x1p-40;

}  // namespace

DeepPicture::DeepPicture(julia::DeepGrid grid, julia::OrbitPair orbits,
                         const kernels::DeepReference::Parts& parts)
    : m_grid(std::move(grid)), m_orbits(std::move(orbits)), m_reference(parts) {}

Result<std::shared_ptr<const DeepPicture>> DeepPicture::create(
    const PictureRequest& request, const std::optional<kernels::InteriorTrap>& trap,
    const DeepSetup& setup) {
  const bool useful = trap && trap->discs.front().radius2 >= kLeastTrapRadius2;
  const std::optional<kernels::InteriorTrap> used = useful ? trap : std::nullopt;
  julia::OrbitCache ownCache;
  julia::OrbitCache& cache = setup.cache != nullptr ? *setup.cache : ownCache;
  julia::OrbitCache::View view{.place = request.place,
                               .width = request.width,
                               .height = request.height,
                               .trap = used,
                               .choice = setup.orbits};
  view.place.tmax = std::min(view.place.tmax, setup.mostSteps);
  auto orbits = cache.orbits(view, setup.stop, setup.progress);
  if (!orbits) return Error{"the reference orbit was stopped"};
  for (const auto& orbit : {orbits->centre, orbits->critical})
    if (!orbit->reaches(request.place.tmax))
      return Error{"a reference orbit of this view still goes on after " +
                   std::to_string(setup.mostSteps) + " steps: use a tmax of at most that many"};
  julia::DeepGrid grid = julia::makeDeepGrid(request.place.view, request.width, request.height,
                                             orbits->centre->start());
  const kernels::DeepReference::Parts parts{.cRe = request.place.c.re.toDouble(),
                                            .cIm = request.place.c.im.toDouble(),
                                            .centre = orbits->centre->orbit(),
                                            .critical = orbits->critical->orbit(),
                                            .start = {.exponent = grid.exponent,
                                                      .reach = grid.reach,
                                                      .tmax = request.place.tmax,
                                                      .stop = setup.stop},
                                            .trap = used,
                                            .stop = setup.stop};
  std::shared_ptr<const DeepPicture> picture(
      new DeepPicture(std::move(grid), std::move(*orbits), parts));
  if (setup.stop.stop_requested()) return Error{"the reference orbit was stopped"};
  return picture;
}

}  // namespace fatou::render

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/deep_map.h"

#include <utility>

namespace fatou::render {

DeepMap::DeepMap(julia::DeepGrid grid, julia::ParameterOrbit orbit,
                 const kernels::MandelbrotReference::Parts& parts)
    : m_grid(std::move(grid)), m_orbit(std::move(orbit)), m_reference(parts) {}

std::shared_ptr<const DeepMap> DeepMap::create(
    const MapRequest& request, julia::ParameterOrbitCache& orbits, const std::stop_token& stop,
    const std::optional<julia::ParameterOrbitChoice>& choice) {
  auto orbit = orbits.orbit({.view = request.view,
                             .width = request.width,
                             .height = request.height,
                             .tmax = request.tmax,
                             .choice = choice,
                             .formula = request.formula},
                            stop);
  if (!orbit) return nullptr;
  const julia::ComplexDecimal& c = orbit->orbit->c();
  julia::DeepGrid grid = julia::makeDeepGrid(request.view, request.width, request.height, c);
  const kernels::MandelbrotReference::Parts parts{.cRe = c.re.toDouble(),
                                                  .cIm = c.im.toDouble(),
                                                  .orbit = orbit->orbit->orbit(),
                                                  .end = orbit->end,
                                                  .exponent = grid.exponent,
                                                  .reach = grid.reach,
                                                  .tmax = request.tmax,
                                                  .trap = orbit->orbit->trap(),
                                                  .stop = stop};
  std::shared_ptr<const DeepMap> map(new DeepMap(std::move(grid), std::move(*orbit), parts));
  return stop.stop_requested() ? nullptr : map;
}

}  // namespace fatou::render

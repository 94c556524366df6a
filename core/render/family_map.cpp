// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/render/family_map.h"

#include <cstddef>

#include "core/julia/dynamics/family_depth.h"
#include "core/julia/formulas/escape_radius.h"
#include "core/julia/formulas/map_exit.h"
#include "core/kernels/family_escape_time.h"

namespace fatou::render {

Result<std::shared_ptr<const FamilyMap>> FamilyMap::create(const MapRequest& request,
                                                           const std::stop_token& stop) {
  const MapPlane& plane = request.plane;
  // A deep view is so small that the modulus of its centre stands for those of all its parameters.
  const double reach = julia::plainModulus(request.view.centre.toDouble());
  const auto exit = julia::mapExitOf(request.formula, plane.c, plane.parameter, reach);
  if (!exit) return exit.error();
  julia::DeepGrid grid =
      julia::makeDeepGrid(request.view, request.width, request.height, request.view.centre);
  julia::FamilyView view{.formula = request.formula,
                         .parameter = plane.parameter,
                         .c = plane.c,
                         .start = plane.start,
                         .escapeRadius = exit.value().radius,
                         .tmax = request.tmax,
                         .stop = stop};
  if (plane.critical != kAllCritical) view.critical = static_cast<std::size_t>(plane.critical) - 1;
  auto reference = julia::familyDepth(view, grid);
  if (!reference) return reference.error();
  return std::shared_ptr<const FamilyMap>(
      new FamilyMap(std::move(grid), exit.value(), std::move(reference).value()));
}

bool FamilyMap::fill(std::int32_t first, std::int32_t count, std::span<std::int32_t> counts,
                     std::span<float> smooth, const std::stop_token& stop) const {
  const std::span<const double> ys(m_grid.offsets.ys);
  return kernels::familyEscapeTimes(
      {.reference = m_reference,
       .growth = {.degree = m_exit.degree, .lead = m_exit.lead},
       .xs = m_grid.offsets.xs,
       .ys = ys.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count))},
      counts, smooth, stop);
}

}  // namespace fatou::render

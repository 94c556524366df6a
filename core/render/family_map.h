// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>

#include "core/base/result.h"
#include "core/julia/formulas/escape_exit.h"
#include "core/julia/plane/deep_grid.h"
#include "core/kernels/family_reference.h"
#include "core/render/parameter_map.h"

namespace fatou::render {

// The map of a polynomial's parameter that is too deep for doubles, by differences of z and of the
// parameter from the orbits of the one in the middle. Immutable, shared by all engines.
class FamilyMap {
 public:
  // Of a request that passes check() and whose formula has julia::hasFamilyDepth(). The Error is
  // that of julia::familyDepth(), or of a formula of which nothing says where its orbits escape.
  static Result<std::shared_ptr<const FamilyMap>> create(const MapRequest& request,
                                                         const std::stop_token& stop);

  // Fills the numbers of rows [first, first + count) of the map, as ProgramMap::fill() does. False
  // when stopped.
  bool fill(std::int32_t first, std::int32_t count, std::span<std::int32_t> counts,
            std::span<float> smooth, const std::stop_token& stop) const;

 private:
  FamilyMap(julia::DeepGrid grid, const julia::EscapeExit& exit, kernels::FamilyReference reference)
      : m_grid(std::move(grid)), m_exit(exit), m_reference(std::move(reference)) {}

  julia::DeepGrid m_grid;
  julia::EscapeExit m_exit;
  kernels::FamilyReference m_reference;
};

}  // namespace fatou::render

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>

#include "core/base/result.h"
#include "core/julia/dynamics/orbit_cache.h"
#include "core/julia/formulas/basins.h"
#include "core/julia/plane/deep_grid.h"
#include "core/kernels/deep_escape_time.h"
#include "core/kernels/deep_reference.h"
#include "core/render/render_request.h"

namespace fatou::render {

// What a picture needs before its first pixel and may take a while to compute: reference orbits if
// it is deep, discs if basins are told apart.
struct DeepSetup {
  julia::OrbitCache* cache = nullptr;  // where orbits are kept; without one they are computed
  std::optional<julia::OrbitChoice> orbits{};  // those of another job, to be made anew
  std::stop_token stop{};
  julia::OrbitProgress progress{};
  // The most points of an orbit; longer ones would not fit into memory.
  std::int32_t mostSteps = 1 << 22;
  std::optional<julia::Basins> basins{};  // discs from another job
};

// A picture too deep for doubles: its points as distances from a reference orbit, and what pixels
// are compared with. Immutable, shared by all engines.
class DeepPicture {
 public:
  // The Error says that it was stopped, or that an orbit has neither escaped nor come to rest after
  // the most steps.
  static Result<std::shared_ptr<const DeepPicture>> create(
      const PictureRequest& request, const std::optional<kernels::InteriorTrap>& trap,
      const DeepSetup& setup);

  const julia::DeepGrid& grid() const { return m_grid; }
  const julia::OrbitPair& orbits() const { return m_orbits; }
  const kernels::DeepReference& reference() const { return m_reference; }

 private:
  DeepPicture(julia::DeepGrid grid, julia::OrbitPair orbits,
              const kernels::DeepReference::Parts& parts);

  julia::DeepGrid m_grid;
  julia::OrbitPair m_orbits;
  kernels::DeepReference m_reference;
};

}  // namespace fatou::render

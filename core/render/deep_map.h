// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "core/julia/dynamics/parameter_orbit.h"
#include "core/julia/plane/deep_grid.h"
#include "core/kernels/mandelbrot_reference.h"
#include "core/render/parameter_map.h"

namespace fatou::render {

// A map too deep for doubles: its parameters as distances from that of a reference orbit, and what
// pixels are compared with. Immutable, shared by all engines.
class DeepMap {
 public:
  // Makes the map, with an orbit of that choice where one is given. Null when stopped.
  static std::shared_ptr<const DeepMap> create(
      const MapRequest& request, julia::ParameterOrbitCache& orbits,
      const std::stop_token& stop = {},
      const std::optional<julia::ParameterOrbitChoice>& choice = {});

  const julia::DeepGrid& grid() const { return m_grid; }
  const julia::ParameterOrbit& orbit() const { return m_orbit; }
  const kernels::MandelbrotReference& reference() const { return m_reference; }

 private:
  DeepMap(julia::DeepGrid grid, julia::ParameterOrbit orbit,
          const kernels::MandelbrotReference::Parts& parts);

  julia::DeepGrid m_grid;
  julia::ParameterOrbit m_orbit;
  kernels::MandelbrotReference m_reference;
};

}  // namespace fatou::render

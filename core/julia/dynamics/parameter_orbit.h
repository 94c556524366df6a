// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <tuple>

#include "core/julia/dynamics/reference_orbit.h"
#include "core/julia/plane/deep_grid.h"

namespace fatou::julia {

// The parameter and the precision, in bits, of a deep map's orbit. An orbit that is computed anew
// with the same choice has the same points, bit for bit.
struct ParameterOrbitChoice {
  ComplexDecimal c{};
  std::int64_t bits = 0;

  friend bool operator==(const ParameterOrbitChoice&, const ParameterOrbitChoice&) = default;
  static constexpr auto kFields = std::tuple(&ParameterOrbitChoice::c, &ParameterOrbitChoice::bits);
};

// The critical orbit that the pixels of a deep map are compared with, and the last of its points
// that is of use: where some pixel's orbit comes back to 0, all of them may as well begin anew.
struct ParameterOrbit {
  std::shared_ptr<const ReferenceOrbit> orbit;  // of c = orbit->c(), a point of the view
  std::size_t end = 1;

  ParameterOrbitChoice choice() const { return {orbit->c(), orbit->bits()}; }
};

// Keeps the orbit of the last deep map while its c lies in the view, so that zooming and panning
// around a point never recompute it. May be used from any thread; whoever comes while another
// computes waits, until stopped.
class ParameterOrbitCache {
 public:
  struct View {
    CentreView view;
    std::int32_t width = 1;
    std::int32_t height = 1;
    std::int32_t tmax = 1;
    std::optional<ParameterOrbitChoice> choice{};  // made before, perhaps elsewhere
    Formula formula = {};
  };

  // The orbit for a view, computed where the one kept does not serve. A view with a choice has its
  // orbit computed anew with just these bits. Nothing when stopped, which is noticed within a step.
  std::optional<ParameterOrbit> orbit(const View& view, const std::stop_token& stop = {},
                                      const OrbitProgress& progress = {});

  // Points of an orbit at the most: beyond, pixels begin anew wherever they are. Only parabolic
  // parameters and their like take so long to come back to 0.
  static constexpr std::int32_t kMostSteps = 1 << 22;

 private:
  std::timed_mutex m_mutex;
  std::shared_ptr<const ReferenceOrbit> m_kept;
};

// A trap that holds for all c of a map: that of its middle, where the view is smaller than the
// rounding of c which the trap's proof allows for. Nothing for larger views, and where there is
// none.
std::optional<kernels::InteriorTrap> sharedTrap(const DeepGrid& grid);

}  // namespace fatou::julia

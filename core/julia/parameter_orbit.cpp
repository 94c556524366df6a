// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/parameter_orbit.h"

#include <algorithm>
#include <cmath>

#include "core/base/stoppable_lock.h"
#include "core/julia/attracting_cycle.h"

namespace fatou::julia {
namespace {

// Bits beyond those of the view's radius: a double's 53, and room for what rounding grows to where
// the derivative by c cancels.
constexpr std::int64_t kBitsBeyondRadius = 128;

// How long orbits are at first; they grow while nothing comes back to 0.
constexpr std::int32_t kFirstSteps = 1024;

// c's own rounding, which the trap's proof allows for, is up to 2^-53; the view must be smaller.
constexpr std::int64_t kLeastTrapExponent = -56;
// A smaller trap is of no use: z = Z + δ is compared with it in double, as for deep pictures.
constexpr double kLeastMapTrapRadius2 = 0x1p-40;

// Looks for the first point of an orbit that is nearer to 0 than the pixels of the view get away
// from it, |Z_n| <= |dZ_n / dc| |dc|: one of them returns to 0 there, the nucleus of the largest
// Mandelbrot set in the view, whose period is n.
class FirstReturn {
 public:
  explicit FirstReturn(const DeepGrid& grid)
      : m_reach(kernels::ScaledComplex::of(grid.reach, 0.0, grid.exponent)) {}

  // Looks on from where it was to the end of the orbit. Nothing if no point returns yet, or when
  // stopped.
  std::optional<std::size_t> findIn(const kernels::DeepOrbit& orbit, const std::stop_token& stop) {
    const auto one = kernels::ScaledComplex::of(1.0, 0.0);
    while (m_next < orbit.size() && !stop.stop_requested()) {
      m_slope = orbit.point(m_next - 1).doubled() * m_slope + one;
      if (!isNearerToZero(m_slope * m_reach, orbit.point(m_next))) return m_next;
      ++m_next;
    }
    return std::nullopt;
  }

 private:
  kernels::ScaledComplex m_reach;
  kernels::ScaledComplex m_slope;  // dZ / dc
  std::size_t m_next = 1;
};

}  // namespace

std::optional<kernels::InteriorTrap> sharedTrap(const DeepGrid& grid) {
  if (grid.exponent > kLeastTrapExponent) return std::nullopt;
  auto trap =
      interiorTrap(findAttractingCycle({grid.origin.re.toDouble(), grid.origin.im.toDouble()}));
  if (trap && trap->discs.front().radius2 < kLeastMapTrapRadius2) return std::nullopt;
  return trap;
}

std::optional<ParameterOrbit> ParameterOrbitCache::orbit(const View& view,
                                                         const std::stop_token& stop,
                                                         const OrbitProgress& progress) {
  const auto lock = lockedUnlessStopped(m_mutex, stop);
  if (!lock) return std::nullopt;
  const auto& choice = view.choice;
  const bool keepsPoint =
      !choice && m_kept != nullptr && contains(view.view, view.width, view.height, m_kept->c());
  const ComplexDecimal c = choice ? choice->c : keepsPoint ? m_kept->c() : view.view.centre;
  const DeepGrid grid = makeDeepGrid(view.view, view.width, view.height, c);
  const auto trap = sharedTrap(grid);
  const std::int64_t bits = std::max<std::int64_t>(0, -grid.exponent) + kBitsBeyondRadius;
  // An orbit that has ended in a trap cannot go on where the trap does not hold.
  auto orbit = keepsPoint && m_kept->bits() >= bits && m_kept->trap() == trap ? m_kept : nullptr;
  const std::int32_t most = std::clamp(view.tmax, 1, kMostSteps);
  std::int32_t steps = std::min(kFirstSteps, most);
  FirstReturn search(grid);
  for (;;) {
    if (orbit == nullptr)
      orbit = ReferenceOrbit::compute({.c = c,
                                       .start = {},
                                       .bits = choice ? choice->bits : roundedUpBits(bits),
                                       .steps = steps,
                                       .trap = trap,
                                       .toTheEnd = false},
                                      stop, progress);
    else if (!orbit->reaches(steps))
      orbit = orbit->continued(steps, stop, progress);
    if (orbit == nullptr) return std::nullopt;
    m_kept = orbit;
    if (const auto found = search.findIn(orbit->orbit(), stop))
      return ParameterOrbit{orbit, *found};
    // More steps change nothing once the orbit is long enough, outside or trapped.
    if (orbit->reaches(kMostSteps) || orbit->reaches(most))
      return ParameterOrbit{orbit, orbit->orbit().last()};
    steps = std::min(most, 2 * static_cast<std::int32_t>(orbit->orbit().last()));
  }
}

}  // namespace fatou::julia

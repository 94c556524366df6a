// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <tuple>

#include "core/julia/dynamics/reference_orbit.h"
#include "core/julia/plane/deep_grid.h"

namespace fatou::julia {

// The starting point and the precisions, in bits, of the two orbits of a view. Orbits that are
// computed anew with the same choice have the same points, bit for bit.
struct OrbitChoice {
  ComplexDecimal start{};  // of the centre's orbit
  std::int64_t centreBits = 0;
  std::int64_t criticalBits = 0;

  friend bool operator==(const OrbitChoice&, const OrbitChoice&) = default;
  static constexpr auto kFields =
      std::tuple(&OrbitChoice::start, &OrbitChoice::centreBits, &OrbitChoice::criticalBits);
};

// The two orbits that the pixels of a deep view are compared with.
struct OrbitPair {
  std::shared_ptr<const ReferenceOrbit> centre;    // from a point of the view
  std::shared_ptr<const ReferenceOrbit> critical;  // from 0

  OrbitChoice choice() const { return {centre->start(), centre->bits(), critical->bits()}; }
};

// Keeps the orbits of the last deep view: the critical one while c stands, the centre's while its
// start lies in the view, so that zooming and panning around a point recompute neither. May be used
// from any thread; whoever comes while another computes waits, until stopped.
class OrbitCache {
 public:
  struct View {
    Place place;
    std::int32_t width = 1;
    std::int32_t height = 1;
    std::optional<kernels::InteriorTrap> trap{};
    std::optional<OrbitChoice> choice{};  // made before, perhaps elsewhere
  };

  // The orbits for a view. Where those kept do not serve, both are computed at once, on a thread
  // each. A view with a choice has its orbits computed anew with just these bits; they serve only
  // further views with the same choice, as an engine elsewhere gets them. `progress` is told of the
  // centre's orbit, whose length is at most tmax, then of the critical one where it needs more
  // digits. Nothing when stopped.
  std::optional<OrbitPair> orbits(const View& view, const std::stop_token& stop = {},
                                  const OrbitProgress& progress = {});

 private:
  // The last orbit that was made anew, and all that it was made of.
  struct Made {
    ReferenceOrbit::Wanted of{};
    std::shared_ptr<const ReferenceOrbit> orbit{};

    std::shared_ptr<const ReferenceOrbit> get(const ReferenceOrbit::Wanted& wanted,
                                              const std::stop_token& stop,
                                              const OrbitProgress& progress);
  };

  std::optional<OrbitPair> madeAnew(const View& view, const OrbitChoice& choice,
                                    const std::stop_token& stop, const OrbitProgress& progress);

  std::timed_mutex m_mutex;
  OrbitPair m_kept;
  Made m_madeCentre;
  Made m_madeCritical;
};

}  // namespace fatou::julia

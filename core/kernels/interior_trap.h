// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace fatou::kernels {

struct TrapDisc {
  double re = 0.0;
  double im = 0.0;
  double radius2 = 0.0;  // the square of the radius

  friend bool operator==(const TrapDisc&, const TrapDisc&) = default;
};

// Discs that no orbit computed by the kernels leaves for |z| > 2 once a point of it is inside one,
// so that its J is tmax. Whoever makes a trap has proven that, for the rounded arithmetic.
struct InteriorTrap {
  // The best first; a kernel may look at the first few only.
  std::vector<TrapDisc> discs;
  // The period of the cycle that the discs lie on: an orbit that has come near it is near a given
  // disc at every period-th step.
  std::int32_t period = 1;

  friend bool operator==(const InteriorTrap&, const InteriorTrap&) = default;
};

}  // namespace fatou::kernels

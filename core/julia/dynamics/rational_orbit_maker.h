// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For the sources of core alone, as core/julia/numbers/big_float.h.

#include <chrono>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/julia/dynamics/reference_orbit.h"
#include "core/julia/formulas/big_rational_map.h"
#include "core/kernels/program_basins.h"
#include "core/kernels/rational_orbit.h"

namespace fatou::julia {

// A critical point in the plane.
struct BigCriticalPoint {
  BigComplex value;
  std::size_t multiplicity = 1;
};

// Computes, point by point, the orbit of a rational map from which a kernels::RationalReference is
// made.
class RationalOrbitMaker {
 public:
  struct Wanted {
    std::int32_t steps = 1;  // the most steps; fewer if a point is clearly outside
    double escapeRadius = 2.0;
    std::span<const kernels::BasinDisc> discs{};  // orbits end in these
    std::size_t mostTerms = 0;                    // the most terms
    std::stop_token stop{};
    OrbitProgress progress{};
  };

  RationalOrbitMaker(const BigRationalMap& map, std::span<const BigCriticalPoint> criticalPoints,
                     Wanted wanted);

  // Returns the orbit of `start`, which is the critical point with that index if one is given. The
  // orbit ends early when stopped, and where there are too many terms.
  kernels::RationalOrbit make(const BigComplex& start,
                              std::optional<std::size_t> critical = std::nullopt);

 private:
  void append(const BigComplex& z);
  void appendNear(const BigComplex& z, std::complex<double> rounded);
  bool hasEnded() const;
  bool isTrapped();
  double insideRadius(double radius) const;
  void tellProgress();

  const BigRationalMap& m_map;
  std::span<const BigCriticalPoint> m_criticalPoints;
  const Wanted m_wanted;
  kernels::RationalOrbit m_orbit;
  // The point whose disc is being watched, and the radius that the disc has become since. Other
  // points are tried as R. P. Brent does, BIT 20 (1980).
  std::size_t m_disc = 0;
  double m_radius = 0.0;
  std::chrono::steady_clock::time_point m_told = std::chrono::steady_clock::now();
};

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>

#include "core/kernels/deep_orbit.h"
#include "core/kernels/interior_trap.h"
#include "core/kernels/mandelbrot_bilinear_table.h"
#include "core/kernels/return_series.h"
#include "core/kernels/series_approximation.h"

namespace fatou::kernels {

// What the pixels of one deep map are measured against: the critical orbit of a parameter C of the
// view, from 0 to a point where all pixels begin anew. Immutable, shared by all engines.
class MandelbrotReference {
 public:
  struct Parts {
    double cRe = 0.0;  // the double nearest to C
    double cIm = 0.0;
    const DeepOrbit& orbit;  // Z_0 = 0, Z_1 = C ...; at least these two
    // The last point used, at least 1. Pixels there go on from the orbit's beginning, where they
    // are known to 2^-53 of |Z_end|: it should be where the view's pixels come close to 0, or be
    // outside, or in the trap.
    std::size_t end = 1;
    std::int64_t exponent = 0;  // pixels are c = C + u 2^exponent
    double reach = 1.0;         // |u| is at most this
    std::int32_t tmax = 1;
    // One that holds for all of the view's c: where an orbit ends in it, J is tmax.
    std::optional<InteriorTrap> trap{};
    double log2Epsilon = -53.0;
    std::stop_token stop{};  // when stopped, nothing is skipped
  };
  explicit MandelbrotReference(const Parts& parts);

  double cRe() const { return m_cRe; }
  double cIm() const { return m_cIm; }
  std::int64_t exponent() const { return m_exponent; }
  std::int32_t tmax() const { return m_tmax; }
  std::size_t end() const { return m_orbit.last(); }
  const DeepOrbit& orbit() const { return m_orbit; }
  // |Z|^2 - 4 as a real part where that is nearly 0; else null.
  const ScaledComplex* rimGap(std::size_t place) const;
  // Its steps are from Z_1 on.
  const SeriesApproximation& start() const { return m_start; }
  const SharedReturns& returns() const { return m_returns; }
  const MandelbrotBilinearTable& skips() const { return m_skips; }
  // Whether there are distances that doubles do not hold; the table has blocks for them then.
  bool isBeyondDouble() const { return m_exponent < -SeriesApproximation::kDoubleDepth; }
  bool isInTrap(double x, double y) const;

 private:
  double m_cRe;
  double m_cIm;
  std::int64_t m_exponent;
  std::int32_t m_tmax;
  std::optional<InteriorTrap> m_trap;
  DeepOrbit m_orbit;
  SeriesApproximation m_start;
  SharedReturns m_returns;
  MandelbrotBilinearTable m_skips;
};

}  // namespace fatou::kernels

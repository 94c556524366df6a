// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/kernels/bilinear_table.h"
#include "core/kernels/deep_orbit.h"
#include "core/kernels/interior_trap.h"
#include "core/kernels/series_approximation.h"

namespace fatou::kernels {

// What the pixels of one deep view are measured against: the centre's orbit from where the shared
// start ends, and the critical orbit, side by side in one array, so that a pixel's place on either
// is one index. Immutable, shared by all engines.
class DeepReference {
 public:
  // The critical orbit starts at 0; both belong to the same c, whose nearest double is given.
  struct Parts {
    double cRe = 0.0;
    double cIm = 0.0;
    const DeepOrbit& centre;
    const DeepOrbit& critical;
    SeriesApproximation::Plan start;
    std::optional<InteriorTrap> trap{};
    double log2Epsilon = BilinearTable::kLog2Epsilon;
    std::stop_token stop{};  // when stopped, it is good for nothing
  };
  explicit DeepReference(const Parts& parts);

  double cRe() const { return m_cRe; }
  double cIm() const { return m_cIm; }
  std::int32_t tmax() const { return m_tmax; }
  // What kernels::mayEscapeSlowly() says of c. Where it is true, the orbits go on from |z| > 2
  // until they are far away.
  bool mayEscapeSlowly() const { return m_mayEscapeSlowly; }
  const SeriesApproximation& start() const { return m_start; }
  const std::optional<InteriorTrap>& trap() const { return m_trap; }

  // Places: the centre's orbit is from 0 to centreEnd(), its last point, the critical orbit from
  // criticalBegin() to criticalEnd(). Where a place is a multiple of kAlignment, long blocks may
  // begin.
  std::size_t centreEnd() const { return m_centreEnd; }
  std::size_t criticalBegin() const { return m_criticalBegin; }
  std::size_t criticalEnd() const { return m_criticalEnd; }
  bool isEnd(std::size_t place) const { return place == m_centreEnd || place == m_criticalEnd; }
  const double* re() const { return m_re.data(); }
  const double* im() const { return m_im.data(); }
  ScaledComplex point(std::size_t place) const;
  // |Z|^2 - 4 as a real part where that is nearly 0; else null.
  const ScaledComplex* rimGap(std::size_t place) const;

  // Returns what BilinearTable::longest() does, but never a block beyond the end of the orbit.
  BilinearTable::Skip longestSkip(std::size_t place, std::int64_t exponent, std::size_t most) const;
  // The longest block for a pixel that has escaped, where mayEscapeSlowly().
  BilinearTable::Skip longestSkipOutside(std::size_t place, std::int64_t exponent,
                                         std::size_t most) const;

  static constexpr std::size_t kAlignment = 16;

 private:
  double m_cRe;
  double m_cIm;
  std::int32_t m_tmax;
  bool m_mayEscapeSlowly;
  SeriesApproximation m_start;
  std::optional<InteriorTrap> m_trap;
  std::size_t m_centreEnd;
  std::size_t m_criticalBegin;
  std::size_t m_criticalEnd;
  std::vector<double> m_re;
  std::vector<double> m_im;
  std::vector<std::pair<std::size_t, ScaledComplex>> m_tiny;  // by place
  std::vector<std::pair<std::size_t, ScaledComplex>> m_rim;   // by place
  BilinearTable m_centreSkips;                                // of places
  BilinearTable m_criticalSkips;                              // of points of the critical orbit
  BilinearTable m_centreSkipsOutside;
  BilinearTable m_criticalSkipsOutside;
};

}  // namespace fatou::kernels

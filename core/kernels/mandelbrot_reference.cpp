// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/mandelbrot_reference.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"

namespace fatou::kernels {
namespace {

// Points first ... last.
DeepOrbit part(const DeepOrbit& orbit, std::size_t first, std::size_t last) {
  FATOU_CHECK(first <= last && last < orbit.size());
  DeepOrbit points;
  const auto from = static_cast<std::ptrdiff_t>(first);
  const auto to = static_cast<std::ptrdiff_t>(last) + 1;
  points.re.assign(orbit.re.begin() + from, orbit.re.begin() + to);
  points.im.assign(orbit.im.begin() + from, orbit.im.begin() + to);
  for (const auto& [n, z] : orbit.tiny)
    if (n >= first && n <= last) points.tiny.emplace_back(n - first, z);
  for (const auto& [n, gap] : orbit.rim)
    if (n >= first && n <= last) points.rim.emplace_back(n - first, gap);
  return points;
}

// The shared start is not made longer: blocks take pixels farther with less to prepare.
constexpr std::size_t kMostSharedSteps = std::size_t{1} << 16;

SeriesApproximation startOf(const MandelbrotReference::Parts& parts) {
  return SeriesApproximation(part(parts.orbit, 1, std::min(parts.end, 1 + kMostSharedSteps)),
                             {.exponent = parts.exponent,
                              .reach = parts.reach,
                              .tmax = parts.tmax - 1,
                              .movesC = true,
                              .stop = parts.stop});
}

}  // namespace

MandelbrotReference::MandelbrotReference(const Parts& parts)
    : m_cRe(parts.cRe),
      m_cIm(parts.cIm),
      m_exponent(parts.exponent),
      m_tmax(parts.tmax),
      m_trap(parts.trap),
      m_orbit(part(parts.orbit, 0, parts.end)),
      m_start(startOf(parts)),
      m_returns(
          m_orbit,
          {.end = parts.end, .exponent = parts.exponent, .reach = parts.reach, .stop = parts.stop}),
      m_skips(m_orbit, {.first = 1,
                        .end = parts.end,
                        .log2Reach = static_cast<double>(parts.exponent) + std::log2(parts.reach),
                        .anySize = parts.exponent < -SeriesApproximation::kDoubleDepth,
                        .log2Epsilon = parts.log2Epsilon,
                        .stop = parts.stop}) {
  FATOU_CHECK(parts.tmax >= 1);
}

const ScaledComplex* MandelbrotReference::rimGap(std::size_t place) const {
  const auto at =
      std::ranges::lower_bound(m_orbit.rim, place, {}, [](const auto& p) { return p.first; });
  return at != m_orbit.rim.end() && at->first == place ? &at->second : nullptr;
}

bool MandelbrotReference::isInTrap(double x, double y) const {
  if (!m_trap) return false;
  const TrapDisc& disc = m_trap->discs.front();
  const double dx = x - disc.re;
  const double dy = y - disc.im;
  return dx * dx + dy * dy <= disc.radius2 * (1.0 - 0x1p-20);
}

}  // namespace fatou::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/orbit_cache.h"

#include <algorithm>
#include <cmath>

#include "core/base/started_or_later.h"
#include "core/base/stoppable_lock.h"
#include "core/kernels/far_away.h"

namespace fatou::julia {
namespace {

// Bits beyond those that tell neighbouring pixels apart: a double's 53 at |δ| = 1, and 200 more for
// the steps from there to the escape.
constexpr std::int64_t kMarginBits = 256;
constexpr std::int64_t kLeastCriticalBits = 256;
constexpr std::size_t kPointsBetweenLooks = 4096;
// Bits of the critical orbit beyond those of c's digits. kBitsFarAway is for orbits that escape
// slowly, which go on from |z| = 2 with the last of their digits.
constexpr std::int64_t kBitsBeyondC = 64;
constexpr std::int64_t kBitsFarAway = 160;

// The bits behind the binary point that hold a number's digits.
std::int64_t bitsOf(const ComplexDecimal& c) {
  const std::int64_t digits = std::max({std::int64_t{0}, -c.re.exponent(), -c.im.exponent()});
  return static_cast<std::int64_t>(std::ceil(3.322 * static_cast<double>(digits)));
}

// The bits behind the binary point that tell neighbouring pixels apart.
std::int64_t bitsOf(const DeepGrid& grid) {
  return std::max<std::int64_t>(0, -grid.exponent - std::ilogb(grid.pixelSize));
}

// Returns -log2 of the smallest |δ| that a pixel may have when it is rebased, from the centre's
// orbit to the critical one: that can happen once the largest δ reaches |Z|. What is rounded of the
// critical orbit must then be small beside δ^2.
std::int64_t leavingBits(const kernels::DeepOrbit& orbit, const DeepGrid& grid,
                         const std::stop_token& stop) {
  double log2Distance = static_cast<double>(grid.exponent) + 1.0;
  const double log2Pixels = -std::ilogb(grid.pixelSize) + 20.0;
  for (std::size_t n = 0; n < orbit.size() && log2Distance < -60.0; ++n) {
    if (n % kPointsBetweenLooks == 0 && stop.stop_requested()) break;
    const double log2Z = orbit.point(n).log2Modulus();
    if (log2Distance > log2Z - 1.0) break;
    log2Distance += log2Z + 1.0;
  }
  return static_cast<std::int64_t>(std::max(0.0, log2Pixels - log2Distance));
}

bool serves(const ReferenceOrbit* orbit, const ReferenceOrbit::Wanted& wanted) {
  // An orbit that has ended in a trap cannot go on where there is none.
  return orbit != nullptr && orbit->c() == wanted.c && orbit->start() == wanted.start &&
         orbit->bits() >= wanted.bits && orbit->trap() == wanted.trap;
}

// Returns `kept`, made longer if need be, or a new orbit.
std::shared_ptr<const ReferenceOrbit> provided(std::shared_ptr<const ReferenceOrbit> kept,
                                               ReferenceOrbit::Wanted wanted,
                                               const std::stop_token& stop,
                                               const OrbitProgress& progress) {
  if (serves(kept.get(), wanted)) {
    if (kept->reaches(wanted.steps)) return kept;
    auto longer = kept->continued(wanted.steps, stop, progress);
    if (longer == nullptr || !wanted.toTheEnd || longer->isSoundToTheEnd()) return longer;
  }
  wanted.bits = roundedUpBits(wanted.bits);
  return ReferenceOrbit::compute(wanted, stop, progress);
}

ReferenceOrbit::Wanted centreOrbit(const OrbitCache::View& view, const ComplexDecimal& start,
                                   std::int64_t bits) {
  const ComplexDecimal& c = view.place.c;
  return {.c = c,
          .start = start,
          .bits = bits,
          .steps = view.place.tmax,
          .trap = view.trap,
          .farAway = kernels::mayEscapeSlowly(c.re.toDouble(), c.im.toDouble())};
}

ReferenceOrbit::Wanted criticalOrbit(const OrbitCache::View& view, std::int64_t bits) {
  ReferenceOrbit::Wanted wanted = centreOrbit(view, {}, bits);
  wanted.toTheEnd = false;
  return wanted;
}

// Computes both orbits with just the bits that were chosen, even where orbits() would take more:
// their points must be the same wherever they are computed.
std::optional<OrbitPair> madeAnew(const OrbitCache::View& view, const OrbitChoice& choice,
                                  const std::stop_token& stop, const OrbitProgress& progress) {
  ReferenceOrbit::Wanted centre = centreOrbit(view, choice.start, choice.centreBits);
  centre.toTheEnd = false;
  const ReferenceOrbit::Wanted critical = criticalOrbit(view, choice.criticalBits);
  OrbitPair pair;
  auto other = startedOrLater([&] { return ReferenceOrbit::compute(critical, stop); });
  pair.centre = ReferenceOrbit::compute(centre, stop, progress);
  pair.critical = other.get();
  if (pair.centre == nullptr || pair.critical == nullptr) return {};
  return pair;
}

}  // namespace

std::optional<OrbitPair> OrbitCache::orbits(const View& view, const std::stop_token& stop,
                                            const OrbitProgress& progress) {
  if (view.choice) return madeAnew(view, *view.choice, stop, progress);
  const auto lock = lockedUnlessStopped(m_mutex, stop);
  if (!lock) return {};
  const Place& place = view.place;
  const bool keepsPoint = m_kept.centre != nullptr && m_kept.centre->c() == place.c &&
                          contains(place.view, view.width, view.height, m_kept.centre->start());
  const ComplexDecimal start = keepsPoint ? m_kept.centre->start() : centreOf(place.view);
  const DeepGrid grid = makeDeepGrid(place.view, view.width, view.height, start);
  const auto centre = centreOrbit(view, start, bitsOf(grid) + kMarginBits);
  const std::int64_t criticalBits =
      bitsOf(place.c) + (centre.farAway ? kBitsFarAway : kBitsBeyondC);
  auto critical = criticalOrbit(view, std::max(kLeastCriticalBits, criticalBits));
  OrbitPair pair;
  auto other = startedOrLater([&] { return provided(m_kept.critical, critical, stop, {}); });
  pair.centre = provided(m_kept.centre, centre, stop, progress);
  pair.critical = other.get();
  if (pair.centre == nullptr || pair.critical == nullptr) return {};
  critical.bits = std::max(critical.bits, 2 * leavingBits(pair.centre->orbit(), grid, stop) + 128);
  pair.critical = provided(pair.critical, critical, stop, progress);
  if (pair.critical == nullptr) return {};
  m_kept = pair;
  return pair;
}

}  // namespace fatou::julia

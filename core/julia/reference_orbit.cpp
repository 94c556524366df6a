// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/reference_orbit.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "core/julia/big_orbit.h"
#include "core/kernels/far_away.h"

namespace fatou::julia {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kProgressInterval = std::chrono::milliseconds(10);

// The bits of an orbit that must still be right at its end: the 53 of a double, and some.
constexpr double kSoundBits = 60.0;
// An orbit that never escapes but stays repelling uses up any number of digits. Beyond this many
// times those asked for, its end is left to chance: the one pixel in the very centre follows it.
constexpr std::int64_t kMostTimes = 4;
constexpr std::int64_t kMostExtraBits = 16'384;

// A trap smaller than this is one in a tiny Mandelbrot set's interior, where a pixel may be near
// the orbit by a double's measure and outside the trap.
constexpr double kLeastReferenceTrapRadius2 = 0x1p-20;
constexpr std::size_t kLeastTrappedSteps = 64;

kernels::ScaledComplex scaled(const BigFloat& x, const BigFloat& y) {
  const auto [mx, ex] = x.toScaled();
  const auto [my, ey] = y.toScaled();
  return kernels::ScaledComplex::of(mx, 0.0, ex) + kernels::ScaledComplex::of(0.0, my, ey);
}

// x^2 + y^2 - 4.
kernels::ScaledComplex beyondRim(const BigFloat& x, const BigFloat& y) {
  BigFloat sum(x.bits());
  BigFloat square(x.bits());
  sum.setSquare(x);
  square.setSquare(y);
  sum.setSum(sum, square);
  sum.setDifference(sum, BigFloat(4.0, x.bits()));
  const auto [mantissa, exponent] = sum.toScaled();
  return kernels::ScaledComplex::of(mantissa, 0.0, exponent);
}

}  // namespace

struct ReferenceOrbit::State : BigOrbit {
  State(const Wanted& wanted, std::int64_t bits) : BigOrbit(wanted.c, wanted.start, bits) {}
};

ReferenceOrbit::ReferenceOrbit(Wanted wanted, std::int64_t bits)
    : m_wanted(std::move(wanted)),
      m_far2(kernels::farAway2(m_wanted.c.re.toDouble(), m_wanted.c.im.toDouble())),
      m_bits(bits) {}

ReferenceOrbit::~ReferenceOrbit() = default;

std::shared_ptr<const ReferenceOrbit> ReferenceOrbit::compute(const Wanted& wanted,
                                                              const std::stop_token& stop,
                                                              const OrbitProgress& progress) {
  const std::int64_t most = std::max(kMostTimes * wanted.bits, wanted.bits + kMostExtraBits);
  for (std::int64_t bits = wanted.bits;;) {
    std::shared_ptr<ReferenceOrbit> orbit(new ReferenceOrbit(wanted, bits));
    orbit->m_state = std::make_unique<State>(wanted, bits);
    orbit->append(*orbit->m_state);
    if (!orbit->run(wanted.steps, stop, progress)) return nullptr;
    if (!wanted.toTheEnd || orbit->isSoundToTheEnd() || bits >= most) return orbit;
    // The length of the right orbit is not known yet: how much the wrong one has grown is a guess.
    const auto guess = static_cast<std::int64_t>(orbit->m_growth + 2.0 * kSoundBits);
    bits = std::min(most, std::max(guess, bits + bits / 2));
  }
}

std::shared_ptr<const ReferenceOrbit> ReferenceOrbit::continued(
    std::int32_t steps, const std::stop_token& stop, const OrbitProgress& progress) const {
  std::shared_ptr<ReferenceOrbit> orbit(new ReferenceOrbit(m_wanted, m_bits));
  orbit->m_orbit = m_orbit;
  orbit->m_growth = m_growth;
  orbit->m_ended = m_ended;
  orbit->m_state = std::make_unique<State>(*m_state);
  return orbit->run(steps, stop, progress) ? orbit : nullptr;
}

bool ReferenceOrbit::reaches(std::int32_t steps) const {
  return m_ended || m_orbit.last() >= lengthFor(steps);
}

std::size_t ReferenceOrbit::lengthFor(std::int32_t steps) const {
  const auto length = static_cast<std::size_t>(steps);
  return m_wanted.farAway ? length + static_cast<std::size_t>(kernels::mostStepsAway(steps))
                          : length;
}

bool ReferenceOrbit::isSoundToTheEnd() const {
  return m_growth + kSoundBits <= static_cast<double>(m_bits);
}

bool ReferenceOrbit::run(std::int32_t steps, const std::stop_token& stop,
                         const OrbitProgress& progress) {
  auto told = Clock::now();
  m_ended = m_ended || hasEnded();
  while (!reaches(steps)) {
    if (stop.stop_requested()) return false;
    const double modulus = std::hypot(m_orbit.re.back(), m_orbit.im.back());
    // Each step adds a few roundings of numbers below 4.
    const double grown = m_growth + std::log2(std::max(2.0 * modulus, 0x1p-1000));
    m_growth = std::max(grown, 3.0) + 0x1p-10;
    m_state->step();
    append(*m_state);
    m_ended = hasEnded();
    if (!progress || Clock::now() - told < kProgressInterval) continue;
    told = Clock::now();
    progress(static_cast<std::int64_t>(m_orbit.last()));
  }
  return true;
}

void ReferenceOrbit::append(const State& state) {
  const double x = state.x().toDouble();
  const double y = state.y().toDouble();
  m_orbit.re.push_back(x);
  m_orbit.im.push_back(y);
  if (m_orbit.isTiny(m_orbit.last()))
    m_orbit.tiny.emplace_back(m_orbit.last(), scaled(state.x(), state.y()));
  if (m_orbit.isOnRim(m_orbit.last()))
    m_orbit.rim.emplace_back(m_orbit.last(), beyondRim(state.x(), state.y()));
}

bool ReferenceOrbit::hasEnded() const {
  const double x = m_orbit.re.back();
  const double y = m_orbit.im.back();
  if (m_wanted.farAway) {
    if (!isSoundToTheEnd() || !(x * x + y * y < m_far2)) return true;
  } else if (!(x * x + y * y <= 4.0 + kernels::DeepOrbit::kRimWidth)) {
    return true;  // on the rim it goes on: points around it may be inside
  }
  if (!m_wanted.trap || m_orbit.size() < kLeastTrappedSteps) return false;
  const kernels::TrapDisc& disc = m_wanted.trap->discs.front();
  const double dx = x - disc.re;
  const double dy = y - disc.im;
  // Asks for the inner half of the disc, so that the orbit still tells pixels on its rim apart.
  return disc.radius2 >= kLeastReferenceTrapRadius2 && dx * dx + dy * dy <= 0.25 * disc.radius2;
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/exact_count.h"

#include <algorithm>
#include <cmath>

#include "core/julia/big_orbit.h"

namespace fatou::julia {
namespace {

constexpr double kNothing = -std::numeric_limits<double>::infinity();

// |z|^2 as doubles is right to this where both parts are below 4.
constexpr double kNormError = 0x1p-40;

// Once so much is wrong an orbit says nothing more: its digits are used up.
constexpr double kLog2Lost = -60.0;
constexpr std::int64_t kMostBits = 1 << 20;

// A trap smaller than this is not large beside what a double rounds of z.
constexpr double kLeastTrapRadius2 = 0x1p-60;

// A picture's step is off by at most this: kernels::kStepError is twice that and margin.
constexpr double kLog2StepError = -48.0;
constexpr double kLog2RelativeStepError = -50.0;
// Where orbits are followed as they are instead of against another one.
constexpr double kLog2Far = -8.0;
// Of the picture's own test of |z|^2 against 4.
constexpr double kTestError = 0x1p-50;

// log2(2^a + 2^b).
double log2Sum(double a, double b) {
  const double larger = std::max(a, b);
  const double smaller = std::min(a, b);
  if (!(smaller > larger - 60.0)) return larger;
  return larger + std::log2(1.0 + std::exp2(smaller - larger));
}

// A bound for the distance of two orbits that begin near each other, as a logarithm.
double spread(double log2Distance, double modulus) {
  const double distance = log2Distance < -60.0 ? 0.0 : std::exp2(std::min(log2Distance, 10.0));
  return log2Distance + std::log2(std::max(2.0 * modulus + distance, 0x1p-1000));
}

// How far the picture's orbit may be from the exact one.
class PictureError {
 public:
  explicit PictureError(const Rounding& rounding)
      : m_log2Error(rounding.log2Start), m_log2Offset(rounding.log2Offset) {}

  void step(double modulus) {
    m_log2Offset = std::min(spread(m_log2Offset, modulus), 1.0);
    m_isFar = m_isFar || m_log2Offset >= kLog2Far;
    const double added = m_isFar ? kLog2StepError : kLog2RelativeStepError + m_log2Offset;
    m_log2Error = std::min(log2Sum(spread(m_log2Error, modulus), added), 2.0);
  }
  // Whether a point this far from |z| = 2 may be on the other side for the picture.
  bool covers(double gap) const { return gap <= std::exp2(m_log2Error) + kTestError; }

 private:
  double m_log2Error;
  double m_log2Offset;
  bool m_isFar = false;
};

// One attempt with so many bits.
class ExactWalk {
 public:
  ExactWalk(const CountToCheck& what, std::int64_t bits)
      : m_what(what),
        m_bits(bits),
        m_most(what.budget / exactStepCost(bits)),
        m_orbit(what.c, what.point.origin, bits),
        m_pictureError(what.rounding),
        // Of both parts of the point, and of c with every step.
        m_log2Added(5.0 - static_cast<double>(bits)),
        m_log2Lost(m_log2Added) {
    m_orbit.move(what.point.x, what.point.y, what.point.exponent);
  }

  enum class End { Known, MoreBits, TooLong, Stopped };

  End run(const std::stop_token& stop) {
    for (;; ++m_steps) {
      if (stop.stop_requested()) return End::Stopped;
      const double x = m_orbit.x().toDouble();
      const double y = m_orbit.y().toDouble();
      const auto outside = isOutside(x, y);
      if (!outside) return End::MoreBits;
      const double modulus = std::hypot(x, y);
      if (*outside || m_steps == m_what.expected) note(modulus);
      if (*outside || m_steps == m_what.tmax) return end(m_steps);
      if (mayEnd() && isTrapped(x, y)) return end(m_what.tmax);
      if (m_steps >= m_most) return End::TooLong;
      m_pictureError.step(modulus);
      m_log2Lost = log2Sum(spread(m_log2Lost, modulus), m_log2Added);
      if (m_log2Lost > kLog2Lost) return End::MoreBits;
      m_orbit.step();
    }
  }

  const ExactCount& result() const { return m_result; }
  double cost() const { return m_steps * exactStepCost(m_bits); }
  std::int32_t steps() const { return m_steps; }

 private:
  End end(std::int32_t count) {
    m_result.count = count;
    m_result.isKnown = true;
    m_result.isWithinRounding = m_isCovered;
    m_result.bits = m_bits;
    m_result.steps = m_steps;
    return End::Known;
  }

  // Nothing where what has been rounded leaves it open.
  std::optional<bool> isOutside(double x, double y) {
    const double norm = x * x + y * y;
    if (std::abs(norm - 4.0) > kNormError) return norm > 4.0;
    BigFloat square(m_bits);
    BigFloat sum(m_bits);
    sum.setSquare(m_orbit.x());
    square.setSquare(m_orbit.y());
    sum.setSum(sum, square);
    sum.setDifference(sum, BigFloat(4.0, m_bits));
    const auto [mantissa, exponent] = sum.toScaled();
    if (mantissa == 0.0) return false;
    if (static_cast<double>(exponent) < m_log2Lost + 4.0) return {};
    return mantissa > 0.0;
  }

  // The first of both counts: what there is to explain.
  void note(double modulus) {
    if (m_isNoted) return;
    m_isNoted = true;
    m_isCovered = m_pictureError.covers(std::abs(modulus - 2.0));
  }
  bool mayEnd() const { return m_steps >= m_what.expected || m_what.expected >= m_what.tmax; }

  bool isTrapped(double x, double y) const {
    if (!m_what.trap) return false;
    const kernels::TrapDisc& disc = m_what.trap->discs.front();
    const double dx = x - disc.re;
    const double dy = y - disc.im;
    return disc.radius2 >= kLeastTrapRadius2 && dx * dx + dy * dy <= 0.25 * disc.radius2;
  }

  const CountToCheck& m_what;
  const std::int64_t m_bits;
  const double m_most;
  BigOrbit m_orbit;
  PictureError m_pictureError;
  const double m_log2Added;
  double m_log2Lost;  // how wrong the point may be
  std::int32_t m_steps = 0;
  bool m_isNoted = false;
  bool m_isCovered = false;
  ExactCount m_result;
};

}  // namespace

double exactStepCost(std::int64_t bits) {
  const auto length = static_cast<double>(bits);
  return 300.0 + 0.8 * length + length * length / 14'400.0;
}

std::optional<ExactCount> exactCount(const CountToCheck& what, const std::stop_token& stop) {
  CountToCheck left = what;
  for (std::int64_t bits = what.bits;; bits += bits / 2) {
    ExactWalk walk(left, bits);
    const auto end = walk.run(stop);
    if (end == ExactWalk::End::Stopped) return {};
    if (end == ExactWalk::End::Known) return walk.result();
    if (end == ExactWalk::End::TooLong || bits + bits / 2 > kMostBits)
      return ExactCount{.bits = bits, .steps = walk.steps()};
    left.budget -= walk.cost();
  }
}

}  // namespace fatou::julia

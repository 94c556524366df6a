// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/exact_count.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/julia/dynamics/big_orbit.h"
#include "core/kernels/far_away.h"
#include "core/kernels/scaled_complex.h"

namespace fatou::julia {
namespace {

constexpr double kNothing = -std::numeric_limits<double>::infinity();

// The error of |z|^2 in doubles if both parts are below 4.
constexpr double kNormError = 0x1p-40;

// An orbit with an error this large tells nothing more, since its digits are used up.
constexpr double kLog2Lost = -60.0;
constexpr std::int64_t kMostBits = 1 << 20;

// A trap smaller than this is not large beside what a double rounds of z.
constexpr double kLeastExactTrapRadius2 = 0x1p-60;

// A picture's step is off by at most this: kernels::SquareMap::kStepError is twice that and margin.
constexpr double kLog2StepError = -48.0;
constexpr double kLog2RelativeStepError = -50.0;
// From this distance on, a picture may compute the orbit itself instead of its difference from a
// reference.
constexpr double kLog2Far = -8.0;
// |z| from which on z^2 + c is z^2 to a double's precision, where |c| is 1.
constexpr double kFormulasAreExact = 0x1p32;
// The largest relative error from which a bound still follows.
constexpr double kMostShare = 0.1;

// The rounding of the picture's own test of |z|^2 against 4.
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
  // Does what step() does for points outside |z| <= 2, where neither error nor offset is bounded,
  // and a step rounds numbers as large as 2^log2Size.
  void stepOutside(double modulus, double log2Size) {
    m_log2Offset = spread(m_log2Offset, modulus);
    m_isFar = m_isFar || m_log2Offset >= kLog2Far;
    const double added =
        m_isFar ? kLog2StepError + log2Size : kLog2RelativeStepError + m_log2Offset;
    m_log2Error = log2Sum(spread(m_log2Error, modulus), added);
  }
  // The error of a point with this modulus, as a share of the modulus.
  double share(double modulus) const {
    return std::exp2(std::min(m_log2Error - std::log2(modulus), 100.0));
  }
  // Whether a point this far from |z| = 2 may be on the other side for the picture.
  bool covers(double gap) const { return gap <= std::exp2(m_log2Error) + kTestError; }

 private:
  double m_log2Error;
  double m_log2Offset;
  bool m_isFar = false;
};

// One attempt to follow the orbit, with a given number of bits.
class ExactWalk {
 public:
  ExactWalk(const CountToCheck& what, std::int64_t bits)
      : m_what(what),
        m_bits(bits),
        m_most(what.budget / exactStepCost(bits)),
        m_orbit(what.c, what.point.origin, bits),
        m_pictureError(what.rounding),
        // The rounding of both parts of the point, and of c with every step.
        m_log2Added(5.0 - static_cast<double>(bits)),
        m_log2Lost(m_log2Added),
        m_far2(kernels::farAway2(what.c.re.toDouble(), what.c.im.toDouble())),
        m_cSize(std::max(1.0, std::hypot(what.c.re.toDouble(), what.c.im.toDouble()))) {
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
      if (*outside && m_steps < m_what.tmax) return goFarAway(stop);
      if (*outside || m_steps == m_what.tmax) return end(m_what.tmax);
      if (mayEnd() && isTrapped(x, y)) return end(m_what.tmax);
      if (m_steps >= m_most) return End::TooLong;
      noteSlope(modulus);
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
    if (m_what.wantsQuantities && !m_result.quantities)
      m_result.quantities = ExactQuantities{.smooth = static_cast<double>(m_what.tmax)};
    return End::Known;
  }

  // Follows the orbit from its escape on for the quantities, if they are wanted.
  End goFarAway(const std::stop_token& stop) {
    const std::int32_t escape = m_steps;
    if (!m_what.wantsQuantities) return end(escape);
    const std::int64_t last = std::int64_t{escape} + kernels::mostStepsAway(m_what.tmax);
    for (;; ++m_steps) {
      if (stop.stop_requested()) return End::Stopped;
      const double modulus = std::hypot(m_orbit.x().toDouble(), m_orbit.y().toDouble());
      if (m_log2Lost - std::log2(modulus) > kLog2Lost) return End::MoreBits;
      const bool isFar = modulus * modulus >= m_far2;
      if (isFar && !m_farAt) noteFar(modulus);
      // Rounding may take the picture's orbit far away a step sooner or later.
      if (!isFar && m_steps > last + 1) break;
      if (isFar && modulus * modulus >= kFormulasAreExact * m_far2) {
        noteQuantities(modulus, *m_farAt > last, *m_farAt >= last - 1);
        break;
      }
      if (m_steps >= m_most) return End::TooLong;
      noteSlope(modulus);
      const double log2Size = std::log2(std::max(modulus * modulus, m_cSize));
      m_pictureError.stepOutside(modulus, log2Size);
      m_log2Lost = log2Sum(spread(m_log2Lost, modulus), m_log2Added + log2Size);
      m_orbit.step();
    }
    return end(escape);
  }

  // The next step multiplies the derivative by 2z.
  void noteSlope(double modulus) {
    if (!m_what.wantsQuantities) return;
    const auto [mx, ex] = m_orbit.x().toScaled();
    const auto [my, ey] = m_orbit.y().toScaled();
    m_slope = (kernels::ScaledComplex::of(mx, 0.0, ex) + kernels::ScaledComplex::of(0.0, my, ey))
                  .doubled() *
              m_slope;
    m_slopeShare += m_pictureError.share(std::max(modulus, 0x1p-1000));
  }

  // Notes the picture's errors of both quantities where it reads them, at the first point far away:
  // later steps, which only this exact orbit takes, do not change them.
  void noteFar(double modulus) {
    m_farAt = m_steps;
    const double share = m_pictureError.share(modulus);
    const double slopeShare = m_slopeShare + 2.0 * share;
    m_result.quantities =
        ExactQuantities{.smoothError = share < kMostShare ? 2.0 * share : HUGE_VAL,
                        .distanceError = slopeShare < kMostShare ? 2.0 * slopeShare : HUGE_VAL};
  }

  void noteQuantities(double modulus, bool never, bool either) {
    ExactQuantities& quantities = *m_result.quantities;
    if (either) quantities.smoothError = quantities.distanceError = HUGE_VAL;
    quantities.smooth = m_what.tmax;
    if (never) return;
    const double log2 = std::log2(modulus);
    quantities.smooth = m_steps + 1.0 - std::log2(log2);
    quantities.log2Distance =
        log2 + std::log2(log2 * std::numbers::ln2) - m_slope.log2Modulus() - m_what.log2PixelSize;
  }

  // Whether |z| > 2; nothing where the rounding so far leaves it open.
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

  // Notes, where one of the two orbits is the first to be outside, whether rounding explains it.
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
    return disc.radius2 >= kLeastExactTrapRadius2 && dx * dx + dy * dy <= 0.25 * disc.radius2;
  }

  const CountToCheck& m_what;
  const std::int64_t m_bits;
  const double m_most;
  BigOrbit m_orbit;
  PictureError m_pictureError;
  const double m_log2Added;
  double m_log2Lost;  // how wrong the point may be
  const double m_far2;
  const double m_cSize;  // |c|, 1 at least
  kernels::ScaledComplex m_slope = kernels::ScaledComplex::of(1.0, 0.0);
  double m_slopeShare = 0.0;  // that the picture's derivative may be off
  std::optional<std::int32_t> m_farAt;
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/exact_formula_count.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <utility>

#include "core/julia/formulas/big_expression.h"
#include "core/julia/formulas/big_rational_map.h"
#include "core/julia/formulas/rounding_weight.h"

namespace fatou::julia {
namespace {

constexpr double kNone = -std::numeric_limits<double>::infinity();

// An orbit of big numbers with an error this large tells nothing more.
constexpr double kLog2AllLost = -60.0;
constexpr std::int64_t kMostWalkBits = 1 << 16;

// The error of a picture's step is at most this times its rounding weight. The error of a step that
// is computed as a difference from a reference is at most a share of the difference.
constexpr double kLog2Rounding = -50.0;
constexpr double kLog2ShareRounding = -46.0;
// From this distance on, a picture may compute the orbit itself instead of its difference from a
// reference.
constexpr double kLog2FarOff = -8.0;
// An error of this size means that the picture's orbit may be anywhere.
constexpr double kLog2Anywhere = 60.0;
// The growth of distances under a constant map, which has the derivative 0, is taken as this.
constexpr double kLog2LeastGrowth = -1e6;
constexpr double kSpareBits = 64.0;
// The rounding of the picture's own test, and of this one in doubles, as a share of the radius.
constexpr double kTestShare = 0x1p-44;
// A share of a trap, which leaves room for what a double rounds.
constexpr double kTrapShare = 0.5;
constexpr double kLeastTrap = 0x1p-30;

// The evaluations that a step takes, and the products that a function is worth.
constexpr double kEvaluations = 3.0;
constexpr double kOfFunctions = 20.0;

double log2SumOf(double a, double b) {
  const auto [smaller, larger] = std::minmax(a, b);
  if (!(smaller > larger - 60.0)) return larger;
  return larger + std::log2(1.0 + std::exp2(smaller - larger));
}

double log2Of(const BigComplex& z) {
  return z.isZero() ? kNone : scaledOf(z).log2Modulus();
}

double stepCost(const Expression& expression, std::int64_t bits) {
  double products = 0.0;
  for (const Node& node : expression.nodes())
    products += node.kind >= NodeKind::GeneralPower ? kOfFunctions : 1.0;
  return kEvaluations * products * exactStepCost(bits);
}

// The distance of a point from the rim of a disc.
double rimGap(std::complex<double> z, const kernels::BasinDisc& disc) {
  return std::abs(std::hypot(z.real() - disc.re, z.imag() - disc.im) - disc.radius);
}

bool isIn(std::complex<double> z, const kernels::BasinDisc& disc, double share) {
  return std::hypot(z.real() - disc.re, z.imag() - disc.im) <= share * disc.radius;
}

// One attempt to follow the orbit, with a given number of bits.
class FormulaWalk {
 public:
  FormulaWalk(const FormulaCountToCheck& what, std::int64_t bits)
      : m_what(what),
        m_bits(bits),
        m_stepCost(stepCost(what.expression, bits)),
        m_parameters(bigNumbers(what.values, bits)),
        m_z(what.point.origin, bits),
        m_log2Error(what.rounding.log2Start),
        m_log2Offset(what.rounding.log2Offset),
        m_log2Lost(5.0 - static_cast<double>(bits)),
        m_isFar(what.rounding.log2Offset >= kLog2FarOff) {
    BigComplex offset(bits);
    offset.re.setScaled(what.point.x, what.point.exponent);
    offset.im.setScaled(what.point.y, what.point.exponent);
    m_z = m_z + offset;
  }

  enum class End { Known, MoreBits, TooLong, Stopped };

  End run(const std::stop_token& stop) {
    for (;; ++m_steps) {
      if (stop.stop_requested()) return End::Stopped;
      const std::complex<double> z = m_z.toDouble();
      const bool hasEnded = isOutside(z);
      if (hasEnded || m_steps == m_what.expected) note(z);
      if (hasEnded || m_steps == m_what.tmax) return end(m_steps);
      if (!m_z.isFinite()) {  // it has not ended, and never does
        m_isCovered = m_isCovered || !m_isNoted;
        return end(m_what.tmax);
      }
      if (mayEnd() && isTrapped(z)) return end(m_what.tmax);
      if (cost() >= m_what.budget) return End::TooLong;
      advance();
      if (m_log2Lost > kLog2AllLost) return End::MoreBits;
    }
  }

  const ExactCount& result() const { return m_result; }
  double cost() const { return m_steps * m_stepCost; }
  std::int32_t steps() const { return m_steps; }

 private:
  End end(std::int32_t count) {
    m_result = {.count = count,
                .isKnown = true,
                .isWithinRounding = m_isCovered,
                .bits = m_bits,
                .steps = m_steps};
    return End::Known;
  }

  bool isOutside(std::complex<double> z) const {
    for (const kernels::BasinDisc& disc : m_what.discs)
      if (isIn(z, disc, 1.0)) return true;
    if (!m_what.escapeRadius) return false;
    const double radius = *m_what.escapeRadius;
    return !(kernels::escapeNorm(m_what.escapePart, z.real(), z.imag()) <= radius * radius);
  }

  // How far the point is from where orbits end.
  double gapAt(std::complex<double> z) const {
    double gap = std::numeric_limits<double>::infinity();
    for (const kernels::BasinDisc& disc : m_what.discs) gap = std::min(gap, rimGap(z, disc));
    if (!m_what.escapeRadius) return gap;
    const double part = std::sqrt(kernels::escapeNorm(m_what.escapePart, z.real(), z.imag()));
    return std::min(gap, std::abs(part - *m_what.escapeRadius));
  }

  // Notes, where one of the two orbits is the first to end, whether rounding explains it.
  void note(std::complex<double> z) {
    if (m_isNoted) return;
    m_isNoted = true;
    const double testError = kTestShare * std::max(1.0, m_what.escapeRadius.value_or(1.0));
    m_isCovered = m_isLost || m_log2Error >= kLog2Anywhere || !m_z.isFinite() ||
                  gapAt(z) <= std::exp2(m_log2Error) + testError;
  }

  bool mayEnd() const { return m_steps >= m_what.expected || m_what.expected >= m_what.tmax; }

  bool isTrapped(std::complex<double> z) const {
    return std::ranges::any_of(m_what.traps, [z](const kernels::BasinDisc& disc) {
      return disc.radius >= kLeastTrap && isIn(z, disc, kTrapShare);
    });
  }

  void advance() {
    const std::vector<BigComplex> values = bigValues(m_what.expression, m_z, m_parameters);
    std::vector<std::complex<double>> rounded;
    rounded.reserve(values.size());
    for (const BigComplex& value : values) rounded.push_back(value.toDouble());
    const double weight = roundingWeight(m_what.expression, rounded);
    // The growth is measured at a few points, which may miss a pole between them.
    m_isLost = m_isLost || mayMeetSingularity(m_what.expression, rounded, std::exp2(m_log2Error));
    const double growth = growthTo(values.back());
    spreadError(growth, weight);
    const double known = std::isfinite(weight) ? std::max(weight, 1.0) : std::exp2(20.0);
    m_log2Lost = log2SumOf(m_log2Lost + (std::isnan(growth) || growth == -kNone ? 0.0 : growth),
                           std::log2(known) + 4.0 - static_cast<double>(m_bits));
    m_z = values.back();
  }

  // Returns the logarithm of the factor by which f spreads the point and the points around it that
  // the picture may have taken for it. Infinite next to a pole.
  double growthTo(const BigComplex& next) const {
    const double least = kSpareBits - static_cast<double>(m_bits);  // what tells points apart
    const double log2Distance = m_isFar ? std::clamp(m_log2Error, least, kLog2Anywhere)
                                        : std::clamp(m_log2Offset, least, 0.0);
    const auto exponent = static_cast<std::int64_t>(std::floor(log2Distance));
    BigComplex step(m_bits);
    step.re.setScaled(1.0, exponent);
    const BigComplex alongReal = imageOf(m_z + step) - next;
    const BigComplex alongImaginary = timesI(imageOf(m_z + timesI(step)) - next);
    if (!alongReal.isFinite() || !alongImaginary.isFinite()) return -kNone;
    // The sum of the moduli of the derivatives by z and by conj z; the second one is 0 if f is
    // differentiable.
    const double most =
        log2SumOf(log2Of(alongReal - alongImaginary), log2Of(alongReal + alongImaginary)) - 1.0;
    return std::max(kLog2LeastGrowth, most - static_cast<double>(exponent));
  }

  BigComplex imageOf(const BigComplex& z) const {
    return bigValue(m_what.expression, z, m_parameters);
  }

  void spreadError(double growth, double weight) {
    m_log2Offset = std::min(m_log2Offset + growth, 1.0);
    m_isFar = m_isFar || m_log2Offset >= kLog2FarOff;
    const double added =
        m_isFar ? std::log2(weight) + kLog2Rounding : kLog2ShareRounding + m_log2Offset;
    const double error = log2SumOf(m_log2Error + growth, added);
    m_log2Error = error < kLog2Anywhere ? error : kLog2Anywhere;  // also where it is NaN
  }

  const FormulaCountToCheck& m_what;
  const std::int64_t m_bits;
  const double m_stepCost;
  const std::vector<BigComplex> m_parameters;
  BigComplex m_z;
  double m_log2Error;   // how far the picture's orbit may be off
  double m_log2Offset;  // from the orbit that the picture's is computed against
  double m_log2Lost;    // how wrong this orbit may be
  bool m_isFar;         // from that, so that it does not matter any more
  std::int32_t m_steps = 0;
  bool m_isLost = false;  // whether the picture's orbit may have met a pole, or a branch cut
  bool m_isNoted = false;
  bool m_isCovered = false;
  ExactCount m_result;
};

}  // namespace

std::optional<ExactCount> exactFormulaCount(const FormulaCountToCheck& what,
                                            const std::stop_token& stop) {
  FormulaCountToCheck left = what;
  for (std::int64_t bits = what.bits;; bits += bits / 2) {
    FormulaWalk walk(left, bits);
    const auto end = walk.run(stop);
    if (end == FormulaWalk::End::Stopped) return {};
    if (end == FormulaWalk::End::Known) return walk.result();
    if (end == FormulaWalk::End::TooLong || bits + bits / 2 > kMostWalkBits)
      return ExactCount{.bits = bits, .steps = walk.steps()};
    left.budget -= walk.cost();
  }
}

}  // namespace fatou::julia

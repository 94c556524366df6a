// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/rational_depth.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/julia/dynamics/rational_orbit_maker.h"
#include "core/julia/formulas/critical_points.h"
#include "core/julia/formulas/formula_row.h"
#include "core/julia/formulas/rational_form.h"

namespace fatou::julia {
namespace {

using kernels::RationalOrbit;
using ReferenceParts = kernels::RationalReference::Parts;

// Bits beyond those that tell neighbouring pixels apart: a double's 53 at |δ| = 1, and 200 more for
// the steps from there to the escape.
constexpr std::int64_t kDepthMarginBits = 256;
// Bits that a critical point has more than its orbit.
constexpr std::int64_t kPointBits = 64;
// Bits of critical orbits to which pixels are rebased at a |δ| of 2^-60 or more.
constexpr std::int64_t kLateBits = 90;
constexpr double kLateLog2 = -60.0;
constexpr std::int64_t kBitsBesideSquare = 128;
// A limit above what any view needs, for where the smallest |δ| would be 0: the reference meets a
// critical point that has no orbit.
constexpr double kMostRationalBits = 0x1p30;
// Bits that critical orbits have more than the formula's numbers: where a pixel hits a critical
// point, the last digits of those decide on the orbit's end.
constexpr std::int64_t kBitsBeyondNumbers = 64;
// The most terms of all orbits together. 16 million complex numbers take 256 MB while the picture
// exists, and more while they are computed.
constexpr std::size_t kMostTerms = std::size_t{1} << 24;
// The reference starts this many pixels from the middle, which is neither a pixel nor one of the
// equal parts of one.
constexpr kernels::ComplexNumber kShift{0.37139, 0.41271};

Error stopped() {
  return Error{"the reference orbit was stopped"};
}

std::int64_t pixelBits(const DeepGrid& grid) {
  return std::max<std::int64_t>(0, -grid.exponent - std::ilogb(grid.pixelSize));
}

kernels::ComplexNumber toDouble(const BigComplex& z) {
  return {z.re.toDouble(), z.im.toDouble()};
}

// Makes the reference orbits of a view.
class RationalDepth {
 public:
  RationalDepth(const RationalView& view, const DeepGrid& grid, RationalForm form)
      : m_view(view), m_grid(grid), m_form(std::move(form)) {}

  Result<ReferenceParts> run(const std::vector<PolynomialRoot>& roots) {
    const std::int64_t bits = pixelBits(m_grid) + kDepthMarginBits;
    if (Status s = chooseCriticalPoints(roots, bits); !s) return s.error();
    const BigRationalMap map(m_form, bits);
    m_parts = {.exponent = m_grid.exponent,
               .shift = {kShift.re * m_grid.pixelSize, kShift.im * m_grid.pixelSize},
               .tmax = m_view.place.tmax,
               .escapeRadius = m_view.escapeRadius,
               .discs = {m_view.discs.begin(), m_view.discs.end()},
               .numeratorTerms = map.numeratorTerms(),
               .denominatorTerms = map.denominatorTerms(),
               .stop = m_view.stop};
    if (Status s = add(map, startOf(bits), std::nullopt); !s) return s.error();
    if (Status s = addCritical(criticalBits(bits)); !s) return s.error();
    return std::move(m_parts);
  }

 private:
  // Returns a point of the view between pixels.
  BigComplex startOf(std::int64_t bits) const {
    BigComplex start(m_grid.origin, bits);
    BigComplex shift(bits);
    shift.re.setScaled(m_parts.shift.re, m_parts.exponent);
    shift.im.setScaled(m_parts.shift.im, m_parts.exponent);
    return start + shift;
  }

  // Chooses the critical points that get orbits: orbits that stay inside can pass them. A pole, or
  // a point whose image is outside, is left out, since all orbits close to it leave.
  Status chooseCriticalPoints(const std::vector<PolynomialRoot>& roots, std::int64_t bits) {
    const BigRationalMap map(m_form, bits + kPointBits);
    for (const PolynomialRoot& root : roots) {
      if (m_view.stop.stop_requested()) return stopped();
      BigCriticalPoint point{
          .value = map.criticalPointNear(root.value, root.multiplicity, m_view.stop),
          .multiplicity = root.multiplicity};
      if (isInside(point.value, 1.0) && !isPole(map, point.value) && !isInDisc(point.value) &&
          isInside(map.stepFrom(point.value).value, 2.0))
        m_points.push_back(std::move(point));
    }
    return success();
  }

  bool isInside(const BigComplex& z, double times) const {
    const double modulus = std::abs(z.toDouble());
    return z.isFinite() && std::isfinite(modulus) && modulus <= times * m_view.escapeRadius;
  }

  // Whether f(z) is so far beyond all numbers that occur that z counts as a pole.
  static bool isPole(const BigRationalMap& map, const BigComplex& z) {
    const BigComplex value = map.stepFrom(z).value;
    return !value.isFinite() || scaledOf(value).exponent > map.bits() / 4;
  }

  bool isInDisc(const BigComplex& z) const {
    return std::ranges::any_of(m_view.discs, [&](const kernels::BasinDisc& disc) {
      return std::abs(z.toDouble() - std::complex(disc.re, disc.im)) <= disc.radius;
    });
  }

  // The bits of critical orbits. The rounding error of such an orbit must be small beside δ^k of
  // the first pixels that are rebased to it, k being the point's local degree.
  std::int64_t criticalBits(std::int64_t bits) const {
    std::size_t most = 1;
    for (const BigCriticalPoint& point : m_points) most = std::max(most, point.multiplicity);
    const std::int64_t leaving = std::max(kLateBits, std::min(bits, leavingBits()));
    return std::max(static_cast<std::int64_t>(most + 1) * leaving + kBitsBesideSquare,
                    bitsOfNumbers() + kBitsBeyondNumbers);
  }

  // The bits behind the binary point that hold the digits of c and the parameters.
  std::int64_t bitsOfNumbers() const {
    std::int64_t digits = 0;
    for (const ComplexDecimal& value : m_view.place.formula.values(m_view.place.c))
      digits = std::max({digits, -value.re.exponent(), -value.im.exponent()});
    return bitsForDigits(digits);
  }

  // -log2 of the smallest |δ| that a pixel may have when it is rebased: that can happen once the
  // largest δ reaches the way from the reference to a critical point.
  std::int64_t leavingBits() const {
    const RationalOrbit& orbit = m_parts.orbits.front();
    const std::size_t termsAPoint = m_parts.numeratorTerms + m_parts.denominatorTerms;
    double log2Distance = static_cast<double>(m_grid.exponent) + std::log2(m_grid.reach) + 1.0;
    const double log2Pixels = -std::ilogb(m_grid.pixelSize) + 20.0;
    auto near = orbit.near.begin();
    for (std::size_t n = 0; n + 1 < orbit.points.size() && log2Distance < kLateLog2; ++n) {
      if (near != orbit.near.end() && near->point == n) {
        if (near->difference.isZero() || log2Distance > near->difference.log2Modulus() - 1.0)
          return static_cast<std::int64_t>(
              std::clamp(log2Pixels - log2Distance, 0.0, kMostRationalBits));
        ++near;
      }
      log2Distance += orbit.terms[n * termsAPoint].log2Modulus();
    }
    return 0;
  }

  Status addCritical(std::int64_t bits) {
    const BigRationalMap map(m_form, bits);
    const BigRationalMap finer(m_form, bits + kPointBits);
    // The points are computed anew, since a number keeps the precision with which it was made.
    std::vector<BigCriticalPoint> points;
    for (const BigCriticalPoint& each : m_points) {
      if (m_view.stop.stop_requested()) return stopped();
      points.push_back(
          {.value = finer.criticalPointNear(each.value.toDouble(), each.multiplicity, m_view.stop),
           .multiplicity = each.multiplicity});
      const BigComplex& point = points.back().value;
      const kernels::ComplexNumber value = toDouble(point);
      const BigComplex rest = point - BigComplex(value.re, value.im, point.bits());
      m_parts.criticalPoints.push_back({.value = value, .rest = toDouble(rest)});
    }
    m_points.swap(points);
    for (std::size_t k = 0; k < m_points.size(); ++k) {
      BigComplex start(bits);
      start = m_points[k].value;
      if (Status s = add(map, start, k); !s) return s;
    }
    return success();
  }

  Status add(const BigRationalMap& map, const BigComplex& start,
             std::optional<std::size_t> critical) {
    const std::int32_t steps = std::min(m_view.place.tmax, m_view.mostSteps);
    RationalOrbitMaker maker(map, m_points,
                             {.steps = steps,
                              .escapeRadius = m_view.escapeRadius,
                              .discs = m_view.discs,
                              .mostTerms = kMostTerms - std::min(kMostTerms, m_terms),
                              .stop = m_view.stop,
                              .progress = critical ? OrbitProgress() : m_view.progress});
    m_parts.orbits.push_back(maker.make(start, critical));
    if (m_view.stop.stop_requested()) return stopped();
    const RationalOrbit& orbit = m_parts.orbits.back();
    m_terms += orbit.terms.size();
    const bool isCut = orbit.points.size() > static_cast<std::size_t>(steps);
    if (m_terms <= kMostTerms && !(isCut && steps < m_view.place.tmax)) return success();
    const std::size_t termsAStep = map.numeratorTerms() + map.denominatorTerms();
    const std::size_t most = std::min(static_cast<std::size_t>(m_view.mostSteps),
                                      kMostTerms / (termsAStep * (m_points.size() + 1)));
    return Error{"the reference orbits of this view take too many steps: use a tmax of at most " +
                 std::to_string(most)};
  }

  const RationalView& m_view;
  const DeepGrid& m_grid;
  const RationalForm m_form;
  std::vector<BigCriticalPoint> m_points;
  ReferenceParts m_parts;
  std::size_t m_terms = 0;
};

}  // namespace

Result<ReferenceParts> rationalDepth(const RationalView& view, const DeepGrid& grid) {
  const Place& place = view.place;
  const auto form = rationalForm(place.formula.expression(), place.formula.values(place.c));
  const auto roots = form ? criticalPoints(*form) : std::nullopt;
  if (!roots && isWrittenRational(place.formula.expression()))
    return Error{"the numbers of " + expressionText(place.formula) +
                 " have too many digits for a view as deep as this: use fewer, or a larger radius"};
  if (!roots) return Error{why(place.formula, Ability::Deep)};
  return RationalDepth(view, grid, *form).run(*roots);
}

}  // namespace fatou::julia

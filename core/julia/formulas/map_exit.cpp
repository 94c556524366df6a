// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/map_exit.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/julia/formulas/escape_radius.h"
#include "core/julia/formulas/rational_family.h"

namespace fatou::julia {
namespace {

constexpr double kLeastMapReach = 4.0;
constexpr double kMostMapReach = 0x1p100;
constexpr double kLeastLeadReach = 0x1p-10;
constexpr double kMostMapRadius = 0x1p500;
// Exceeds the relative rounding error of a sum of some hundred products.
constexpr double kMapMargin = 1e-9;

double modulusOf(const ComplexDecimal& number) {
  return plainModulus(number.toDouble());
}

// Returns |x|^k for k >= 0.
double powerOf(double x, std::int32_t k) {
  double power = 1.0;
  for (; k > 0; --k) power *= x;
  return power;
}

// Returns upper bounds for the moduli of the coefficients for all parameters with a modulus of at
// most `reach`.
std::vector<double> coefficientBounds(const BivariatePolynomial& polynomial, double reach) {
  std::vector<double> bounds(static_cast<std::size_t>(degreeInZ(polynomial)) + 1);
  for (const auto& [powers, number] : polynomial)
    bounds[static_cast<std::size_t>(powers.first)] +=
        (1.0 + kMapMargin) * modulusOf(number) * powerOf(reach, powers.second);
  return bounds;
}

// The growth of f = P / Q in z, for all parameters of a map.
class MapGrowth {
 public:
  static std::optional<MapGrowth> create(const Formula& formula, const ComplexDecimal& c,
                                         std::string_view parameter, double reach) {
    const Expression expression = formula.expression();
    const std::vector<ComplexDecimal> values = formula.values(c);
    ParameterValues byName;
    for (std::size_t i = 0; i < values.size(); ++i)
      byName.emplace(expression.parameterNames()[i], values[i]);
    const auto family =
        rationalFamily(ExpressionGraph(expression), expression.root(), byName, parameter);
    if (!family) return std::nullopt;
    const auto denominator = denominatorOf(*family);
    if (!denominator || denominator->empty()) return std::nullopt;
    const std::int32_t degree = degreeInZ(family->numerator);
    const BivariatePolynomial lead = coefficientOf(family->numerator, degree);
    if (lead.size() != 1 || degree < 2) return std::nullopt;
    return MapGrowth(*family, *denominator, lead, reach);
  }

  std::optional<double> radius() const {
    for (double radius = 2.0; radius <= kMostMapRadius; radius *= 2.0)
      if (allBeyondEscape(radius)) return radius;
    return std::nullopt;
  }

  // Returns the exit with this radius and, where it is known, the growth beyond it.
  EscapeExit exitAt(double radius) const {
    EscapeExit exit{.radius = radius};
    if (!m_lead) return exit;
    exit.degree = static_cast<int>(m_above.size() - m_below.size()) + 1;
    exit.lead = *m_lead;
    return exit;
  }

 private:
  MapGrowth(const RationalFamily& family, const BivariatePolynomial& denominator,
            const BivariatePolynomial& lead, double reach)
      : m_above(coefficientBounds(family.numerator, reach)),
        m_below(coefficientBounds(denominator, reach)) {
    const auto& [powers, number] = *lead.begin();
    const BivariatePolynomial below = coefficientOf(denominator, degreeInZ(denominator));
    const bool areNumbers = powers.second == 0 && degreeInParameter(below) == 0;
    if (areNumbers && m_above.size() >= m_below.size() + 2)
      m_lead = modulusOf(number) / modulusOf(below.begin()->second);
    m_least = (1.0 - kMapMargin) * modulusOf(number) * powerOf(kLeastLeadReach, powers.second);
    m_above.pop_back();
  }

  // Both sides are divided by R^n, which may overflow.
  bool allBeyondEscape(double radius) const {
    const auto scaled = [radius, n = m_above.size()](const std::vector<double>& bounds,
                                                     std::size_t shift) {
      double sum = 0.0;
      for (std::size_t k = 0; k < bounds.size(); ++k) {
        double term = bounds[k];
        for (std::size_t i = k + shift; i < n; ++i) term /= radius;
        for (std::size_t i = n; i < k + shift; ++i) term *= radius;
        sum += term;
      }
      return sum;
    };
    return m_least > (1.0 + kMapMargin) * (scaled(m_above, 0) + scaled(m_below, 1));
  }

  std::vector<double> m_above;  // upper bounds of |a_0| ... |a_(n-1)|
  std::vector<double> m_below;  // upper bounds of |b_0|, |b_1| ...
  double m_least = 0.0;         // lower bound of |a_n|
  // f(z)| / |z|^degree near infinity, if it is the same for all parameters
  std::optional<double> m_lead;
};

double reachFor(double most) {
  double reach = kLeastMapReach;
  while (reach < most && reach < kMostMapReach) reach *= 2.0;
  return reach;
}

}  // namespace

Result<EscapeExit> mapExitOf(const Formula& formula, const ComplexDecimal& c,
                             std::string_view parameter, double most) {
  if (formula.isPower() && parameter == "c")
    return EscapeExit{.radius = 2.0, .degree = formula.degree()};
  const auto growth = MapGrowth::create(formula, c, parameter, reachFor(most));
  const auto proven = growth ? growth->radius() : std::nullopt;
  if (const auto& given = formula.escapeRadius()) {
    const double radius = given->toDouble();
    const kernels::EscapePart part = formula.escapePart();
    const bool isKnown = proven && *proven <= radius && part == kernels::EscapePart::Modulus;
    return isKnown ? growth->exitAt(radius) : EscapeExit{.radius = radius, .part = part};
  }
  if (proven) return growth->exitAt(*proven);
  if (formula.hasBasins()) return EscapeExit{.radius = kMostMapRadius};
  return Error{"nothing is known of where orbits of " + expressionText(formula) +
               " escape for all values of " + std::string(parameter) +
               ": say a radius, like escape=50"};
}

}  // namespace fatou::julia

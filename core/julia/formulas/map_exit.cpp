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
// More than the sums of some hundred products are rounded by, relative to their sum.
constexpr double kMapMargin = 1e-9;

double modulusOf(const ComplexDecimal& number) {
  return plainModulus(number.toDouble());
}

// |x|^k, k >= 0.
double powerOf(double x, std::int32_t k) {
  double power = 1.0;
  for (; k > 0; --k) power *= x;
  return power;
}

// Bounds for the moduli of the coefficients where that of the parameter is at most `reach`.
std::vector<double> coefficientBounds(const PlanePolynomial& polynomial, double reach) {
  std::vector<double> bounds(static_cast<std::size_t>(degreeInZ(polynomial)) + 1);
  for (const auto& [powers, number] : polynomial)
    bounds[static_cast<std::size_t>(powers.first)] +=
        (1.0 + kMapMargin) * modulusOf(number) * powerOf(reach, powers.second);
  return bounds;
}

// What is known of f = P / Q in z on a map.
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
    const PlanePolynomial lead = coefficientOf(family->numerator, degree);
    if (lead.size() != 1 || degree < 2) return std::nullopt;
    return MapGrowth(*family, *denominator, lead, reach);
  }

  std::optional<double> radius() const {
    for (double radius = 2.0; radius <= kMostMapRadius; radius *= 2.0)
      if (allBeyondEscape(radius)) return radius;
    return std::nullopt;
  }

  // The exit with what is known of how orbits grow beyond it.
  EscapeExit exitAt(double radius) const {
    EscapeExit exit{.radius = radius};
    if (!m_lead) return exit;
    exit.degree = static_cast<int>(m_above.size() - m_below.size()) + 1;
    exit.lead = *m_lead;
    return exit;
  }

 private:
  MapGrowth(const RationalFamily& family, const PlanePolynomial& denominator,
            const PlanePolynomial& lead, double reach)
      : m_above(coefficientBounds(family.numerator, reach)),
        m_below(coefficientBounds(denominator, reach)) {
    const auto& [powers, number] = *lead.begin();
    const PlanePolynomial below = coefficientOf(denominator, degreeInZ(denominator));
    const bool areNumbers = powers.second == 0 && degreeInParameter(below) == 0;
    if (areNumbers && m_above.size() >= m_below.size() + 2)
      m_lead = modulusOf(number) / modulusOf(below.begin()->second);
    m_least = (1.0 - kMapMargin) * modulusOf(number) * powerOf(kLeastLeadReach, powers.second);
    m_above.pop_back();
  }

  // Divided by R^n, which may be too large a number.
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

  std::vector<double> m_above;   // of a_0 ... a_(n-1)
  std::vector<double> m_below;   // of b_0, b_1 ...
  double m_least = 0.0;          // |a_n| at the least
  std::optional<double> m_lead;  // of a power towards infinity, where it is the same everywhere
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

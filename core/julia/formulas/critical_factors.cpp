// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/critical_factors.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/julia/formulas/decimal_polynomial.h"
#include "core/julia/formulas/derivative.h"
#include "core/julia/formulas/rational_family.h"
#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

using BivariatePolynomials = std::vector<BivariatePolynomial>;

constexpr double kHalfPi = 1.5707963267948966;

// Returns a polynomial with each of its roots once: itself where they all are simple, or where the
// numbers would become too long.
DecimalPolynomial withSimpleRoots(const DecimalPolynomial& polynomial,
                                  const std::stop_token& stop = {}) {
  PolynomialArithmetic p(stop);
  const DecimalPolynomial common = p.commonDivisor(polynomial, p.slope(polynomial));
  if (p.failed() || common.size() < 2) return polynomial;
  DecimalPolynomial simple =
      p.scaledQuotient(polynomial, common, polynomial.size() - common.size() + 1);
  return p.failed() ? polynomial : simple;
}

// Returns a polynomial in z for a value of the parameter; one of degree 0 where the numbers become
// too long.
DecimalPolynomial specialized(const BivariatePolynomial& polynomial,
                              const ComplexDecimal& parameter) {
  BivariateArithmetic p;
  const BivariatePolynomial factor = p.constant(parameter);
  DecimalPolynomial result(static_cast<std::size_t>(degreeInZ(polynomial)) + 1);
  for (std::int32_t power = 0; power <= degreeInZ(polynomial); ++power) {
    const BivariatePolynomial coefficient = coefficientOf(polynomial, power);
    BivariatePolynomial value;
    for (std::int32_t k = degreeInParameter(coefficient); k >= 0; --k) {
      value = p.product(value, factor);
      const auto number = coefficient.find(std::pair(0, k));
      if (number != coefficient.end()) value = p.sum(std::move(value), p.constant(number->second));
    }
    if (!value.empty()) result[static_cast<std::size_t>(power)] = value.begin()->second;
  }
  if (p.failed()) return {p.constant(1).begin()->second};
  while (result.size() > 1 && isZero(result.back())) result.pop_back();
  return result;
}

// Takes f' apart into factors, and these into simpler ones.
class CriticalSearch {
 public:
  CriticalSearch(const Formula& formula, const ComplexDecimal& c, std::string_view parameter,
                 const std::stop_token& stop)
      : m_graph(formula.expression()), m_parameter(parameter), m_stop(stop) {
    const Expression expression = formula.expression();
    const std::vector<ComplexDecimal> values = formula.values(c);
    const auto names = expression.parameterNames();
    for (std::size_t i = 0; i < names.size(); ++i) m_values.emplace(names[i], values[i]);
    m_root = expression.root();
  }

  CriticalFactors run() {
    const NodeId slope = derivative(m_graph, m_root);
    if (!m_graph.status()) return {};
    take(slope);
    const BivariatePolynomials all = std::exchange(m_found, {});
    findFixedPoints();
    for (const BivariatePolynomial& each : all) split(withRootsOnce(withoutFixedPoints(each)));
    if (!m_found.empty()) return {.followed = m_found, .fixed = productOf(m_attracting)};
    for (const BivariatePolynomial& each : all) add(withRootsOnce(each));
    return {.followed = m_found, .fixed = {}};
  }

 private:
  void add(BivariatePolynomial factor) {
    if (degreeInZ(factor) > 0 && std::ranges::find(m_found, factor) == m_found.end())
      m_found.push_back(std::move(factor));
  }

  // Takes a product apart into its factors.
  void take(NodeId id) {
    const Node node = m_graph.node(id);
    if (!node.hasVariable || m_stop.stop_requested()) return;
    if (node.kind == NodeKind::Multiply) {
      take(node.a);
      take(node.b);
    } else if (node.kind == NodeKind::Power || node.kind == NodeKind::Negate) {
      take(node.a);
    } else if (const auto root = rootOfFunction(node)) {
      add(linear(*root));
    } else if (const auto family = rationalFamily(m_graph, id, m_values, m_parameter, m_stop)) {
      takeWithoutZeros(family->numerator);
    }
  }

  // Returns the root nearest to 0 of a function whose argument is z alone.
  std::optional<ComplexDecimal> rootOfFunction(const Node& node) const {
    if (node.a == kNoNode || m_graph.node(node.a).kind != NodeKind::Variable) return std::nullopt;
    const Decimal halfPi = Decimal::fromDouble(kHalfPi);
    switch (node.kind) {
      case NodeKind::Cos:
        return ComplexDecimal{.re = halfPi, .im = {}};
      case NodeKind::Cosh:
        return ComplexDecimal{.re = {}, .im = halfPi};
      case NodeKind::Sin:
      case NodeKind::Sinh:
        return ComplexDecimal{};
      default:
        return std::nullopt;
    }
  }

  // z - root.
  BivariatePolynomial linear(const ComplexDecimal& root) {
    return m_arithmetic.difference(z(), m_arithmetic.constant(root));
  }

  BivariatePolynomial z() const {
    BivariatePolynomial variable;
    variable.emplace(std::pair(1, 0), ComplexDecimal{.re = Decimal::fromDouble(1.0), .im = {}});
    return variable;
  }

  // Adds a factor without the power of z that it contains, which becomes a factor of its own, and
  // without its power of the parameter, which has no roots in z.
  void takeWithoutZeros(const BivariatePolynomial& factor) {
    if (factor.empty()) return;
    std::int32_t least = degreeInParameter(factor);
    for (const auto& [powers, number] : factor) least = std::min(least, powers.second);
    const std::int32_t zeros = factor.begin()->first.first;
    BivariatePolynomial rest;
    for (const auto& [powers, number] : factor)
      rest.emplace(std::pair(powers.first - zeros, powers.second - least), number);
    if (zeros > 0) add(z());
    add(std::move(rest));
  }

  // Finds P - z Q for f = P / Q, whose roots are the fixed points; does nothing where f is not
  // rational.
  void findFixedPoints() {
    const auto family = rationalFamily(m_graph, m_root, m_values, m_parameter, m_stop);
    if (!family) return;
    const auto denominator = denominatorOf(*family, m_stop);
    if (!denominator) return;
    BivariateArithmetic arithmetic(m_stop);
    BivariatePolynomial fixed =
        arithmetic.difference(family->numerator, arithmetic.product(z(), *denominator));
    if (!arithmetic.failed()) m_fixed = std::move(fixed);
  }

  BivariatePolynomial withoutFixedPoints(const BivariatePolynomial& factor) {
    if (!m_fixed || degreeInZ(*m_fixed) == 0) return factor;
    BivariateArithmetic arithmetic(m_stop);
    const auto divided = arithmetic.quotient(factor, *m_fixed);
    if (divided) addAttracting(*m_fixed);
    return divided ? *divided : factor;
  }

  // Only of factors without the parameter are multiple roots taken out.
  BivariatePolynomial withRootsOnce(const BivariatePolynomial& factor) const {
    if (degreeInZ(factor) < 2 || degreeInParameter(factor) > 0) return factor;
    const DecimalPolynomial all = specialized(factor, {});
    const DecimalPolynomial simple = withSimpleRoots(all, m_stop);
    if (simple.size() == all.size()) return factor;
    BivariatePolynomial result;
    for (std::size_t k = 0; k < simple.size(); ++k)
      if (!isZero(simple[k])) result.emplace(std::pair(static_cast<std::int32_t>(k), 0), simple[k]);
    return result;
  }

  void addAttracting(const BivariatePolynomial& factor) {
    if (std::ranges::find(m_attracting, factor) == m_attracting.end())
      m_attracting.push_back(factor);
  }

  // Multiplies the factors, but leaves out those whose leading coefficient depends on the
  // parameter: for some parameters they would be small at every z.
  BivariatePolynomial productOf(const BivariatePolynomials& factors) const {
    BivariateArithmetic p(m_stop);
    BivariatePolynomial product;
    for (const BivariatePolynomial& each : factors) {
      if (degreeInParameter(coefficientOf(each, degreeInZ(each))) > 0) continue;
      product = product.empty() ? each : p.product(product, each);
    }
    return p.failed() ? BivariatePolynomial() : product;
  }

  // Splits a quadratic factor into two linear ones if its discriminant is a square.
  void split(const BivariatePolynomial& factor) {
    const auto root = degreeInZ(factor) == 2 ? rootOfDiscriminant(factor) : std::nullopt;
    if (!root) return addUnlessFixed(factor);
    BivariateArithmetic p(m_stop);
    const BivariatePolynomial lead = coefficientOf(factor, 2);
    const BivariatePolynomial first = p.product(p.product(p.constant(2), lead), z());
    const BivariatePolynomial middle = p.sum(first, coefficientOf(factor, 1));
    for (const BivariatePolynomial& each : {p.difference(middle, *root), p.sum(middle, *root)})
      addUnlessFixed(simplified(each));
  }

  void addUnlessFixed(const BivariatePolynomial& factor) {
    if (isFixed(factor))
      addAttracting(factor);
    else
      add(factor);
  }

  // Returns the square root of the discriminant a_1^2 - 4 a_2 a_0.
  std::optional<BivariatePolynomial> rootOfDiscriminant(const BivariatePolynomial& factor) const {
    BivariateArithmetic p(m_stop);
    const BivariatePolynomial middle = coefficientOf(factor, 1);
    const BivariatePolynomial outer = p.product(coefficientOf(factor, 2), coefficientOf(factor, 0));
    return p.squareRoot(p.difference(p.product(middle, middle), p.product(p.constant(4), outer)));
  }

  // Divides by the coefficient of z where that is exact, so that 2z - 2 and z - 1 become one
  // factor.
  BivariatePolynomial simplified(const BivariatePolynomial& linearFactor) const {
    BivariateArithmetic p(m_stop);
    const BivariatePolynomial lead = coefficientOf(linearFactor, 1);
    const auto divided =
        degreeInParameter(lead) == 0 ? p.quotient(linearFactor, lead) : std::nullopt;
    return divided ? *divided : linearFactor;
  }

  // Whether the root -a_0 / a_1 of a linear factor is one of the fixed points: whether the sum of
  // f_k (-a_0)^k a_1^(n-k) is 0 for their polynomial of degree n.
  bool isFixed(const BivariatePolynomial& factor) const {
    if (!m_fixed || degreeInZ(factor) != 1) return false;
    BivariateArithmetic p(m_stop);
    const BivariatePolynomial numerator = p.difference({}, coefficientOf(factor, 0));
    const BivariatePolynomial denominator = coefficientOf(factor, 1);
    const std::int32_t degree = degreeInZ(*m_fixed);
    BivariatePolynomial sum;
    for (std::int32_t k = 0; k <= degree && !p.failed(); ++k)
      sum = p.sum(std::move(sum),
                  p.product(coefficientOf(*m_fixed, k),
                            p.product(p.power(numerator, k), p.power(denominator, degree - k))));
    return !p.failed() && sum.empty();
  }

  ExpressionGraph m_graph;
  NodeId m_root = kNoNode;
  ParameterValues m_values;
  std::string_view m_parameter;
  const std::stop_token& m_stop;
  BivariateArithmetic m_arithmetic;
  BivariatePolynomials m_found;
  std::optional<BivariatePolynomial> m_fixed;  // its roots are all fixed points
  BivariatePolynomials m_attracting;           // whose roots are fixed points for every parameter
};

}  // namespace

bool hasRootsTwice(const BivariatePolynomial& polynomial) {
  const ComplexDecimal usual{.re = Decimal::fromDouble(0.375), .im = Decimal::fromDouble(0.6875)};
  const DecimalPolynomial there = specialized(polynomial, usual);
  return there.size() > 2 && withSimpleRoots(there).size() < there.size();
}

CriticalFactors criticalFactors(const Formula& formula, const ComplexDecimal& c,
                                std::string_view parameter, const std::stop_token& stop) {
  return CriticalSearch(formula, c, parameter, stop).run();
}

}  // namespace fatou::julia

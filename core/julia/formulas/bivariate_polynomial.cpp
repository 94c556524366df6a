// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/bivariate_polynomial.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/julia/formulas/expression_graph.h"
#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

constexpr std::size_t kMostBivariateDigits = 500;
constexpr std::int32_t kMostBivariatePower = 128;
constexpr int kMostBivariateProducts = 10'000;  // of terms

// Returns the square root of a real number if it is a decimal; nothing otherwise.
std::optional<ComplexDecimal> exactDecimalRoot(const ComplexDecimal& a) {
  if (!a.im.isZero()) return std::nullopt;
  const double root = std::sqrt(std::abs(a.re.toDouble()));
  if (!std::isfinite(root)) return std::nullopt;
  ComplexDecimal value{.re = Decimal::fromDouble(root), .im = {}};
  if (a.re.isNegative()) std::swap(value.re, value.im);
  const auto square = exactProduct(value, value, kMostBivariateDigits);
  return square && *square == a ? std::optional(value) : std::nullopt;
}

}  // namespace

std::int32_t degreeInZ(const BivariatePolynomial& polynomial) {
  return polynomial.empty() ? 0 : polynomial.rbegin()->first.first;
}

std::int32_t degreeInParameter(const BivariatePolynomial& polynomial) {
  std::int32_t degree = 0;
  for (const auto& [powers, number] : polynomial) degree = std::max(degree, powers.second);
  return degree;
}

BivariatePolynomial coefficientOf(const BivariatePolynomial& polynomial, std::int32_t power) {
  BivariatePolynomial coefficient;
  for (const auto& [powers, number] : polynomial)
    if (powers.first == power) coefficient.emplace(std::pair(0, powers.second), number);
  return coefficient;
}

Result<Expression> expressionOf(const BivariatePolynomial& polynomial, std::string_view parameter) {
  ExpressionGraph graph;
  NodeId value = graph.constant(0);
  for (std::int32_t k = degreeInZ(polynomial); k >= 0; --k) {
    const BivariatePolynomial coefficient = coefficientOf(polynomial, k);
    NodeId inParameter = graph.constant(0);
    for (std::int32_t j = degreeInParameter(coefficient); j >= 0; --j) {
      const auto number = coefficient.find(std::pair(0, j));
      inParameter = graph.multiply(inParameter, graph.parameter(parameter));
      if (number != coefficient.end())
        inParameter = graph.add(inParameter, graph.constant(number->second));
    }
    value = graph.add(graph.multiply(value, graph.variable()), inParameter);
  }
  return graph.expression(value);
}

BivariatePolynomial BivariateArithmetic::constant(const ComplexDecimal& value) const {
  BivariatePolynomial result;
  if (!isZero(value)) result.emplace(std::pair(0, 0), value);
  return result;
}

BivariatePolynomial BivariateArithmetic::constant(std::int32_t value) const {
  return constant(ComplexDecimal{.re = Decimal::fromDouble(value), .im = {}});
}

ComplexDecimal BivariateArithmetic::times(const ComplexDecimal& a, const ComplexDecimal& b) {
  if (m_stop.stop_requested()) m_failed = true;
  if (m_failed) return {};
  const auto value = exactProduct(a, b, kMostBivariateDigits);
  if (!value || ++m_products > kMostBivariateProducts) m_failed = true;
  return m_failed ? ComplexDecimal() : *value;
}

void BivariateArithmetic::add(BivariatePolynomial& to, std::pair<std::int32_t, std::int32_t> powers,
                              const ComplexDecimal& number) {
  if (std::max(powers.first, powers.second) > kMostBivariatePower) m_failed = true;
  if (m_failed || isZero(number)) return;
  const auto [term, isNew] = to.try_emplace(powers, number);
  if (isNew) return;
  const auto sum = exactSum(term->second, number, kMostBivariateDigits);
  if (!sum)
    m_failed = true;
  else if (isZero(*sum))
    to.erase(term);
  else
    term->second = *sum;
}

BivariatePolynomial BivariateArithmetic::sum(BivariatePolynomial a, const BivariatePolynomial& b) {
  for (const auto& [powers, number] : b) add(a, powers, number);
  return a;
}

BivariatePolynomial BivariateArithmetic::difference(BivariatePolynomial a,
                                                    const BivariatePolynomial& b) {
  for (const auto& [powers, number] : b) add(a, powers, negated(number));
  return a;
}

BivariatePolynomial BivariateArithmetic::product(const BivariatePolynomial& a,
                                                 const BivariatePolynomial& b) {
  BivariatePolynomial result;
  for (const auto& [powersOfA, x] : a)
    for (const auto& [powersOfB, y] : b) {
      if (m_failed) return result;
      add(result, {powersOfA.first + powersOfB.first, powersOfA.second + powersOfB.second},
          times(x, y));
    }
  return result;
}

BivariatePolynomial BivariateArithmetic::power(const BivariatePolynomial& a,
                                               std::int32_t exponent) {
  if (std::max(degreeInZ(a), degreeInParameter(a)) * std::int64_t{exponent} > kMostBivariatePower)
    m_failed = true;
  BivariatePolynomial result = constant(1);
  for (std::int32_t i = 0; i < exponent && !m_failed; ++i) result = product(result, a);
  return result;
}

std::optional<BivariatePolynomial> BivariateArithmetic::quotient(BivariatePolynomial a,
                                                                 const BivariatePolynomial& b) {
  if (b.empty()) return std::nullopt;
  const std::int32_t degree = degreeInZ(b);
  const BivariatePolynomial lead = coefficientOf(b, degree);
  if (lead.size() != 1 || lead.begin()->first.second != 0) return std::nullopt;
  BivariatePolynomial result;
  while (!a.empty() && !m_failed) {
    const auto& [powers, number] = *a.rbegin();
    const auto factor = exactQuotient(number, lead.begin()->second, kMostBivariateDigits);
    if (powers.first < degree || !factor) return std::nullopt;
    BivariatePolynomial term;
    term.emplace(std::pair(powers.first - degree, powers.second), *factor);
    a = difference(std::move(a), product(term, b));
    result.merge(term);
  }
  return m_failed ? std::nullopt : std::optional(std::move(result));
}

std::optional<BivariatePolynomial> BivariateArithmetic::squareRoot(const BivariatePolynomial& a) {
  if (a.empty()) return a;
  const std::int32_t degree = degreeInParameter(a);
  const auto first = exactDecimalRoot(a.rbegin()->second);
  if (degree % 2 != 0 || !first) return std::nullopt;
  BivariatePolynomial root;
  root.emplace(std::pair(0, degree / 2), *first);
  const auto twice = exactSum(*first, *first, kMostBivariateDigits);
  // Each further term of the root cancels the highest term of the rest a - root^2.
  BivariatePolynomial rest = difference(a, product(root, root));
  while (!rest.empty() && !m_failed && twice) {
    const auto& [powers, number] = *rest.rbegin();
    const auto next = exactQuotient(number, *twice, kMostBivariateDigits);
    if (!next || powers.second < degree / 2) return std::nullopt;
    BivariatePolynomial term;
    term.emplace(std::pair(0, powers.second - degree / 2), *next);
    rest = difference(std::move(rest), product(sum(sum(root, root), term), term));
    root.merge(term);
  }
  return m_failed || !twice ? std::nullopt : std::optional(std::move(root));
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/polynomial_form.h"

#include <algorithm>
#include <utility>

#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

constexpr std::size_t kMostDigits = 1'000;
constexpr int kMostProducts = 5'000;  // of terms: some milliseconds
// Expressions of a larger degree are never used as rational maps.
constexpr std::int32_t kMostDegree = 1'000'000;

// Expands an expression node by node; a node that is not a polynomial has no form.
class Expansion {
 public:
  explicit Expansion(const Expression& expression)
      : m_expression(expression), m_powers(1 + expression.parameterNames().size(), 0) {}

  std::optional<PolynomialForm> run() {
    for (const Node& node : m_expression.nodes()) {
      auto form = formOf(node);
      if (!form) return std::nullopt;
      m_forms.push_back(*std::move(form));
    }
    return std::move(m_forms.back());
  }

 private:
  using Form = std::optional<PolynomialForm>;

  const PolynomialForm& at(NodeId id) const { return m_forms[static_cast<std::size_t>(id)]; }

  Form formOf(const Node& node) {
    switch (node.kind) {
      case NodeKind::Constant:
        return constant(m_expression.constants()[static_cast<std::size_t>(node.number)]);
      case NodeKind::Variable:
        return symbol(0);
      case NodeKind::Parameter:
        return symbol(static_cast<std::size_t>(node.number) + 1);
      case NodeKind::Add:
        return sum(at(node.a), at(node.b));
      case NodeKind::Subtract:
        return sum(at(node.a), negative(at(node.b)));
      case NodeKind::Negate:
        return negative(at(node.a));
      case NodeKind::Multiply:
        return product(at(node.a), at(node.b));
      case NodeKind::Divide:
        return quotient(at(node.a), at(node.b));
      case NodeKind::Power:
        return power(at(node.a), node.number);
      default:
        return std::nullopt;
    }
  }

  PolynomialForm constant(const ComplexDecimal& value) const {
    PolynomialForm form;
    if (!isZero(value)) form.emplace(m_powers, value);
    return form;
  }

  PolynomialForm symbol(std::size_t place) const {
    std::vector<std::int32_t> powers = m_powers;
    powers[place] = 1;
    PolynomialForm form;
    form.emplace(std::move(powers), ComplexDecimal{.re = Decimal::fromDouble(1.0), .im = {}});
    return form;
  }

  static PolynomialForm negative(PolynomialForm form) {
    for (auto& [powers, coefficient] : form) coefficient = negated(coefficient);
    return form;
  }

  // Adds a term; returns false where the coefficient becomes too long.
  static bool addTerm(PolynomialForm& form, const std::vector<std::int32_t>& powers,
                      const ComplexDecimal& coefficient) {
    const auto [term, isNew] = form.try_emplace(powers, coefficient);
    if (isNew) return true;
    const auto sum = exactSum(term->second, coefficient, kMostDigits);
    if (!sum) return false;
    if (isZero(*sum))
      form.erase(term);
    else
      term->second = *sum;
    return true;
  }

  static Form sum(PolynomialForm a, const PolynomialForm& b) {
    for (const auto& [powers, coefficient] : b)
      if (!addTerm(a, powers, coefficient)) return std::nullopt;
    return a;
  }

  Form product(const PolynomialForm& a, const PolynomialForm& b) {
    PolynomialForm form;
    for (const auto& [powersOfA, x] : a)
      for (const auto& [powersOfB, y] : b) {
        std::vector<std::int32_t> powers = powersOfA;
        for (std::size_t i = 0; i < powers.size(); ++i)
          powers[i] = std::min(powers[i] + powersOfB[i], kMostDegree + 1);
        const auto coefficient = exactProduct(x, y, kMostDigits);
        if (++m_products > kMostProducts || !coefficient) return std::nullopt;
        if (std::ranges::max(powers) > kMostDegree) return std::nullopt;
        if (!addTerm(form, powers, *coefficient)) return std::nullopt;
      }
    return form;
  }

  Form quotient(const PolynomialForm& a, const PolynomialForm& b) const {
    if (b.size() != 1 || b.begin()->first != m_powers) return std::nullopt;
    PolynomialForm form = a;
    for (auto& [powers, coefficient] : form) {
      const auto divided = exactQuotient(coefficient, b.begin()->second, kMostDigits);
      if (!divided) return std::nullopt;
      coefficient = *divided;
    }
    return form;
  }

  Form power(const PolynomialForm& base, std::int32_t exponent) {
    PolynomialForm square = base;
    PolynomialForm result = constant({.re = Decimal::fromDouble(1.0), .im = {}});
    for (std::int32_t left = exponent; left > 0; left /= 2) {
      if (left % 2 == 1) {
        Form times = product(result, square);
        if (!times) return std::nullopt;
        result = *std::move(times);
      }
      if (left == 1) break;
      Form next = product(square, square);
      if (!next) return std::nullopt;
      square = *std::move(next);
    }
    return result;
  }

  const Expression& m_expression;
  std::vector<std::int32_t> m_powers;  // all 0
  std::vector<PolynomialForm> m_forms;
  int m_products = 0;
};

bool isOne(const ComplexDecimal& value) {
  return value.im.isZero() && value.re == Decimal::fromDouble(1.0);
}

}  // namespace

std::optional<PolynomialForm> polynomialForm(const Expression& expression) {
  return Expansion(expression).run();
}

std::int32_t degreeOf(const PolynomialForm& polynomial) {
  std::int32_t degree = 0;
  for (const auto& [powers, coefficient] : polynomial) degree = std::max(degree, powers.front());
  return degree;
}

std::optional<std::int32_t> powerPlusC(const Expression& expression) {
  const auto form = polynomialForm(expression);
  const auto names = expression.parameterNames();
  const auto c = std::ranges::find(names, "c");
  if (!form || form->size() != 2 || c == names.end()) return std::nullopt;
  const std::int32_t degree = degreeOf(*form);
  std::vector<std::int32_t> powers(1 + names.size(), 0);
  powers[static_cast<std::size_t>(c - names.begin()) + 1] = 1;
  const auto added = form->find(powers);
  std::ranges::fill(powers, 0);
  powers.front() = degree;
  const auto power = form->find(powers);
  if (added == form->end() || power == form->end() || degree < 2) return std::nullopt;
  return isOne(added->second) && isOne(power->second) ? std::optional(degree) : std::nullopt;
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/rational_form.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/base/check.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/folded_constant.h"
#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

// Brings an expression to a fraction, node by node.
class Fractions {
 public:
  Fractions(const Expression& expression, std::span<const ComplexDecimal> values,
            const std::stop_token& stop)
      : m_expression(expression), m_graph(expression), m_values(values), m_arithmetic(stop) {
    const auto names = expression.parameterNames();
    FATOU_CHECK(values.size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) m_byName.emplace(names[i], values[i]);
  }

  std::optional<RationalForm> run() {
    for (NodeId id = 0; id <= m_expression.root(); ++id) {
      auto form = formOf(id);
      if (!form || m_arithmetic.failed()) return std::nullopt;
      m_forms.push_back(*std::move(form));
    }
    return std::move(m_forms.back());
  }

 private:
  using Form = std::optional<RationalForm>;

  const RationalForm& at(NodeId id) const { return m_forms[static_cast<std::size_t>(id)]; }

  static DecimalPolynomial one() {
    return DecimalPolynomial{ComplexDecimal{.re = Decimal::fromDouble(1.0), .im = {}}};
  }

  static RationalForm number(const ComplexDecimal& value) {
    RationalForm form{.numerator = {}, .denominator = one()};
    if (!isZero(value)) form.numerator.push_back(value);
    return form;
  }

  Form formOf(NodeId id) {
    const Node& node = m_expression.node(id);
    switch (node.kind) {
      case NodeKind::Constant:
        return number(m_expression.constants()[static_cast<std::size_t>(node.number)]);
      case NodeKind::Parameter:
        return number(m_values[static_cast<std::size_t>(node.number)]);
      case NodeKind::Variable:
        return RationalForm{.numerator = {ComplexDecimal{}, one().front()}, .denominator = one()};
      case NodeKind::Add:
        return sum(at(node.a), at(node.b), false);
      case NodeKind::Subtract:
        return sum(at(node.a), at(node.b), true);
      case NodeKind::Negate:
        return sum(number(ComplexDecimal{}), at(node.a), true);
      case NodeKind::Multiply:
        return product(at(node.a), at(node.b));
      case NodeKind::Divide:
        return quotient(at(node.a), at(node.b));
      case NodeKind::Power:
        return power(at(node.a), node.number);
      default:
        return node.hasVariable ? std::nullopt : folded(id);
    }
  }

  Form folded(NodeId id) const {
    const auto value = foldedConstant(m_graph, id, m_byName);
    if (!value) return std::nullopt;
    return number({.re = Decimal::fromDouble(value.value().real()),
                   .im = Decimal::fromDouble(value.value().imag())});
  }

  Form sum(const RationalForm& a, const RationalForm& b, bool isDifference) {
    PolynomialArithmetic& p = m_arithmetic;
    const bool isOver = a.denominator != b.denominator;
    const DecimalPolynomial left = isOver ? p.product(a.numerator, b.denominator) : a.numerator;
    const DecimalPolynomial right = isOver ? p.product(b.numerator, a.denominator) : b.numerator;
    return reduced(
        {.numerator = isDifference ? p.difference(left, right) : p.sum(left, right),
         .denominator = isOver ? p.product(a.denominator, b.denominator) : a.denominator});
  }

  Form product(const RationalForm& a, const RationalForm& b) {
    return reduced({.numerator = m_arithmetic.product(a.numerator, b.numerator),
                    .denominator = m_arithmetic.product(a.denominator, b.denominator)});
  }

  Form quotient(const RationalForm& a, const RationalForm& b) {
    if (b.numerator.empty()) return std::nullopt;
    return product(a, {.numerator = b.denominator, .denominator = b.numerator});
  }

  Form power(const RationalForm& base, std::int32_t exponent) {
    if (base.degree() * static_cast<std::size_t>(exponent) > PolynomialArithmetic::kMostDegree)
      return std::nullopt;
    RationalForm result = base;  // its powers have no common divisor either
    for (std::int32_t i = 1; i < exponent && !m_arithmetic.failed(); ++i) {
      result.numerator = m_arithmetic.product(result.numerator, base.numerator);
      result.denominator = m_arithmetic.product(result.denominator, base.denominator);
    }
    return result;
  }

  Form reduced(RationalForm form) {
    PolynomialArithmetic& p = m_arithmetic;
    if (p.failed() || form.denominator.empty()) return std::nullopt;
    if (form.numerator.empty()) return number(ComplexDecimal{});
    const DecimalPolynomial common = p.commonDivisor(form.numerator, form.denominator);
    if (p.failed()) return std::nullopt;
    if (common.size() > 1) {
      const std::size_t scale =
          std::max(form.numerator.size(), form.denominator.size()) - common.size() + 1;
      form.numerator = p.scaledQuotient(std::move(form.numerator), common, scale);
      form.denominator = p.scaledQuotient(std::move(form.denominator), common, scale);
    }
    if (p.failed() || form.degree() > PolynomialArithmetic::kMostDegree) return std::nullopt;
    return form;
  }

  const Expression& m_expression;
  ExpressionGraph m_graph;
  std::span<const ComplexDecimal> m_values;
  std::map<std::string, ComplexDecimal> m_byName;
  PolynomialArithmetic m_arithmetic;
  std::vector<RationalForm> m_forms;
};

// The degrees of a fraction before common divisors are cancelled.
struct WrittenDegrees {
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
};

constexpr auto kMostWritten = static_cast<std::int64_t>(PolynomialArithmetic::kMostDegree);

// Returns the degrees of a node from those of its operands; nothing where it is not a fraction.
std::optional<WrittenDegrees> degreesOf(const Node& node, const WrittenDegrees& a,
                                        const WrittenDegrees& b) {
  if (!node.hasVariable) return WrittenDegrees{};
  switch (node.kind) {
    case NodeKind::Variable:
      return WrittenDegrees{.numerator = 1};
    case NodeKind::Add:
    case NodeKind::Subtract:
      return WrittenDegrees{
          .numerator = std::max(a.numerator + b.denominator, b.numerator + a.denominator),
          .denominator = a.denominator + b.denominator};
    case NodeKind::Negate:
      return a;
    case NodeKind::Multiply:
      return WrittenDegrees{a.numerator + b.numerator, a.denominator + b.denominator};
    case NodeKind::Divide:
      return WrittenDegrees{a.numerator + b.denominator, a.denominator + b.numerator};
    case NodeKind::Power:
      return WrittenDegrees{a.numerator * node.number, a.denominator * node.number};
    default:
      return std::nullopt;
  }
}

}  // namespace

bool isWrittenRational(const Expression& expression) {
  std::vector<WrittenDegrees> degrees;
  const auto at = [&degrees](NodeId id) {
    return id == kNoNode ? WrittenDegrees{} : degrees[static_cast<std::size_t>(id)];
  };
  for (const Node& node : expression.nodes()) {
    const auto written = degreesOf(node, at(node.a), at(node.b));
    if (!written || std::max(written->numerator, written->denominator) > kMostWritten) return false;
    degrees.push_back(*written);
  }
  return true;
}

WrittenSize writtenSize(const Expression& expression) {
  constexpr std::int64_t kMore = kMostWritten + 1;
  WrittenSize size;
  std::vector<std::optional<WrittenDegrees>> degrees;  // nothing where functions are in it
  for (const Node& node : expression.nodes()) {
    const auto at = [&degrees](NodeId id) -> std::optional<WrittenDegrees> {
      if (id == kNoNode) return WrittenDegrees{};
      return degrees[static_cast<std::size_t>(id)];
    };
    const auto a = at(node.a);
    const auto b = at(node.b);
    auto written = a && b ? degreesOf(node, *a, *b) : std::nullopt;
    if (written) {
      written->numerator = std::min(written->numerator, kMore);
      written->denominator = std::min(written->denominator, kMore);
      auto& largest = written->denominator > 0 ? size.ofFractions : size.ofPolynomials;
      largest = std::max({largest, written->numerator, written->denominator});
    }
    degrees.push_back(written);
  }
  return size;
}

std::optional<RationalForm> rationalForm(const Expression& expression,
                                         std::span<const ComplexDecimal> values,
                                         const std::stop_token& stop) {
  return Fractions(expression, values, stop).run();
}

}  // namespace fatou::julia

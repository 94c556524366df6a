// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/rational_family.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/julia/formulas/folded_constant.h"
#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

// Brings the nodes of a graph to fractions, operands first.
class Families {
 public:
  using Factor = RationalFamily::Factor;
  using Form = std::optional<RationalFamily>;

  Families(const ExpressionGraph& graph, const ParameterValues& values, std::string_view parameter,
           const std::stop_token& stop)
      : m_graph(graph),
        m_values(values),
        m_parameter(parameter),
        m_stop(stop),
        m_arithmetic(stop) {}

  Form run(NodeId root) {
    findNeeded(root);
    m_forms.resize(m_isNeeded.size());
    for (std::size_t i = 0; i < m_isNeeded.size(); ++i) {
      if (!m_isNeeded[i]) continue;
      if (m_stop.stop_requested()) return std::nullopt;
      m_forms[i] = formOf(static_cast<NodeId>(i));
      if (m_arithmetic.failed() || (m_forms[i] && isOutOfRange(*m_forms[i]))) return std::nullopt;
    }
    if (m_forms.back()) reduce(*m_forms.back());
    if (m_arithmetic.failed()) return std::nullopt;
    return std::move(m_forms.back());
  }

 private:
  static bool isNumber(const BivariatePolynomial& polynomial) {
    return polynomial.size() == 1 && polynomial.begin()->first == std::pair(0, 0);
  }

  // Whether an exponent is so large that another product or power could exceed 32 bits.
  static bool isOutOfRange(const RationalFamily& form) {
    return std::ranges::any_of(form.denominator,
                               [](const Factor& each) { return each.power > kMostDivisorPower; });
  }

  static BivariatePolynomial symbol(std::int32_t powerOfZ, std::int32_t powerOfParameter) {
    BivariatePolynomial power;
    power.emplace(std::pair(powerOfZ, powerOfParameter),
                  ComplexDecimal{.re = Decimal::fromDouble(1.0), .im = {}});
    return power;
  }

  static std::int32_t powerIn(const std::vector<Factor>& factors, const BivariatePolynomial& base) {
    const auto found = std::ranges::find(factors, base, &Factor::base);
    return found == factors.end() ? 0 : found->power;
  }

  static void multiplyIn(std::vector<Factor>& factors, const BivariatePolynomial& base,
                         std::int32_t power) {
    if (power == 0) return;
    const auto found = std::ranges::find(factors, base, &Factor::base);
    if (found == factors.end())
      factors.push_back({.base = base, .power = power});
    else
      found->power += power;
  }

  void findNeeded(NodeId root) {
    m_isNeeded.assign(static_cast<std::size_t>(root) + 1, false);
    m_varies.assign(m_isNeeded.size(), false);
    m_isNeeded.back() = true;
    for (std::size_t i = m_isNeeded.size(); i-- > 0;)
      for (const NodeId operand : operandsOf(i))
        if (m_isNeeded[i] && operand != kNoNode)
          m_isNeeded[static_cast<std::size_t>(operand)] = true;
    for (std::size_t i = 0; i < m_varies.size(); ++i) {
      const auto id = static_cast<NodeId>(i);
      const Node& node = m_graph.node(id);
      m_varies[i] = node.kind == NodeKind::Variable ||
                    (node.kind == NodeKind::Parameter && m_graph.parameterName(id) == m_parameter);
      for (const NodeId operand : operandsOf(i))
        if (operand != kNoNode && m_varies[static_cast<std::size_t>(operand)]) m_varies[i] = true;
    }
  }

  std::vector<NodeId> operandsOf(std::size_t i) const {
    const Node& node = m_graph.node(static_cast<NodeId>(i));
    return {node.a, node.b};
  }

  const Form& at(NodeId id) const { return m_forms[static_cast<std::size_t>(id)]; }

  Form formOf(NodeId id) {
    const Node& node = m_graph.node(id);
    if (const ComplexDecimal* constant = m_graph.constantOf(id))
      return RationalFamily{.numerator = m_arithmetic.constant(*constant), .denominator = {}};
    if (node.kind == NodeKind::Variable)
      return RationalFamily{.numerator = symbol(1, 0), .denominator = {}};
    if (node.kind == NodeKind::Parameter) return parameterForm(id);
    const bool isPair = node.b != kNoNode;
    if (node.a == kNoNode || !at(node.a) || (isPair && !at(node.b))) return folded(id);
    switch (node.kind) {
      case NodeKind::Add:
        return sum(*at(node.a), *at(node.b), false);
      case NodeKind::Subtract:
        return sum(*at(node.a), *at(node.b), true);
      case NodeKind::Negate:
        return sum(RationalFamily{}, *at(node.a), true);
      case NodeKind::Multiply:
        return product(*at(node.a), *at(node.b));
      case NodeKind::Divide:
        return quotient(node);
      case NodeKind::Power:
        return power(*at(node.a), node.number);
      default:
        return folded(id);
    }
  }

  Form parameterForm(NodeId id) const {
    const std::string& name = m_graph.parameterName(id);
    if (name == m_parameter) return RationalFamily{.numerator = symbol(0, 1), .denominator = {}};
    const auto value = m_values.find(name);
    if (value == m_values.end()) return std::nullopt;
    return RationalFamily{.numerator = m_arithmetic.constant(value->second), .denominator = {}};
  }

  Form folded(NodeId id) const {
    if (m_varies[static_cast<std::size_t>(id)]) return std::nullopt;
    const auto value = foldedConstant(m_graph, id, m_values);
    if (!value) return std::nullopt;
    const ComplexDecimal number{.re = Decimal::fromDouble(value.value().real()),
                                .im = Decimal::fromDouble(value.value().imag())};
    return RationalFamily{.numerator = m_arithmetic.constant(number), .denominator = {}};
  }

  // Returns the numerator of `a` over the denominator `common`, which its own one divides.
  BivariatePolynomial over(const std::vector<Factor>& common, const RationalFamily& a) {
    BivariatePolynomial numerator = a.numerator;
    for (const Factor& each : common) {
      const std::int32_t missing = each.power - powerIn(a.denominator, each.base);
      if (missing > 0)
        numerator = m_arithmetic.product(numerator, m_arithmetic.power(each.base, missing));
    }
    return numerator;
  }

  Form sum(const RationalFamily& a, const RationalFamily& b, bool isDifference) {
    std::vector<Factor> common = a.denominator;
    for (const Factor& each : b.denominator)
      multiplyIn(common, each.base, std::max(0, each.power - powerIn(common, each.base)));
    const BivariatePolynomial right = over(common, b);
    BivariatePolynomial left = over(common, a);
    return RationalFamily{.numerator = isDifference ? m_arithmetic.difference(left, right)
                                                    : m_arithmetic.sum(left, right),
                          .denominator = std::move(common)};
  }

  Form product(const RationalFamily& a, const RationalFamily& b) {
    RationalFamily result{.numerator = m_arithmetic.product(a.numerator, b.numerator),
                          .denominator = a.denominator};
    for (const Factor& each : b.denominator) multiplyIn(result.denominator, each.base, each.power);
    return result;
  }

  // The base of a power in the divisor becomes a factor of the denominator, with that exponent.
  Form quotient(const Node& node) {
    const Node& divisor = m_graph.node(node.b);
    const bool isPower = divisor.kind == NodeKind::Power && at(divisor.a).has_value();
    const RationalFamily& base = isPower ? *at(divisor.a) : *at(node.b);
    if (base.numerator.empty()) return std::nullopt;
    RationalFamily inverse{.numerator = m_arithmetic.constant(1), .denominator = {}};
    for (const Factor& each : base.denominator)
      inverse.numerator =
          m_arithmetic.product(inverse.numerator, m_arithmetic.power(each.base, each.power));
    divideBy(inverse, base.numerator);
    if (isPower) {
      auto powered = power(inverse, divisor.number);
      if (!powered) return std::nullopt;
      inverse = *std::move(powered);
    }
    return product(*at(node.a), inverse);
  }

  // Divides by a polynomial: takes out its powers of z and of the parameter as factors of their
  // own, and divides by what is left.
  void divideBy(RationalFamily& form, const BivariatePolynomial& divisor) {
    std::int32_t ofZ = divisor.begin()->first.first;
    std::int32_t ofParameter = divisor.begin()->first.second;
    for (const auto& [powers, number] : divisor) {
      ofZ = std::min(ofZ, powers.first);
      ofParameter = std::min(ofParameter, powers.second);
    }
    multiplyIn(form.denominator, symbol(1, 0), ofZ);
    multiplyIn(form.denominator, symbol(0, 1), ofParameter);
    BivariatePolynomial rest;
    for (const auto& [powers, number] : divisor)
      rest.emplace(std::pair(powers.first - ofZ, powers.second - ofParameter), number);
    if (!isNumber(rest)) return multiplyIn(form.denominator, rest, 1);
    divideByNumber(form, rest.begin()->second);
  }

  // A number such as 3, whose inverse is not a decimal, becomes a factor of the denominator.
  void divideByNumber(RationalFamily& form, const ComplexDecimal& number) {
    BivariatePolynomial divided;
    for (const auto& [powers, each] : form.numerator) {
      const auto part = exactQuotient(each, number, kMostDigits);
      if (!part) return multiplyIn(form.denominator, m_arithmetic.constant(number), 1);
      divided.emplace(powers, *part);
    }
    form.numerator = std::move(divided);
  }

  Form power(const RationalFamily& base, std::int32_t exponent) {
    RationalFamily result{.numerator = m_arithmetic.power(base.numerator, exponent),
                          .denominator = base.denominator};
    for (Factor& each : result.denominator) each.power *= exponent;
    return result;
  }

  void reduce(RationalFamily& form) {
    for (Factor& each : form.denominator) {
      while (each.power > 0 && !isNumber(each.base)) {
        auto divided = dividedBy(form.numerator, each.base);
        if (!divided) break;
        form.numerator = *std::move(divided);
        --each.power;
      }
    }
    std::erase_if(form.denominator, [](const Factor& each) { return each.power == 0; });
  }

  std::optional<BivariatePolynomial> dividedBy(const BivariatePolynomial& a,
                                               const BivariatePolynomial& b) {
    if (a.empty()) return std::nullopt;
    if (b != symbol(0, 1)) return m_arithmetic.quotient(a, b);
    BivariatePolynomial divided;
    for (const auto& [powers, number] : a) {
      if (powers.second == 0) return std::nullopt;
      divided.emplace(std::pair(powers.first, powers.second - 1), number);
    }
    return divided;
  }

  static constexpr std::size_t kMostDigits = 500;
  static constexpr std::int32_t kMostDivisorPower = 1'000'000;

  const ExpressionGraph& m_graph;
  const ParameterValues& m_values;
  std::string_view m_parameter;
  const std::stop_token& m_stop;
  BivariateArithmetic m_arithmetic;
  std::vector<bool> m_isNeeded;
  std::vector<bool> m_varies;
  std::vector<Form> m_forms;
};

}  // namespace

bool RationalFamily::isPolynomialInZ() const {
  return std::ranges::none_of(denominator,
                              [](const auto& each) { return degreeInZ(each.base) > 0; });
}

std::optional<RationalFamily> rationalFamily(const ExpressionGraph& graph, NodeId root,
                                             const ParameterValues& values,
                                             std::string_view parameter,
                                             const std::stop_token& stop) {
  return Families(graph, values, parameter, stop).run(root);
}

std::optional<BivariatePolynomial> denominatorOf(const RationalFamily& family,
                                                 const std::stop_token& stop) {
  BivariateArithmetic arithmetic(stop);
  BivariatePolynomial product = arithmetic.constant(1);
  for (const RationalFamily::Factor& each : family.denominator)
    product = arithmetic.product(product, arithmetic.power(each.base, each.power));
  return arithmetic.failed() ? std::nullopt : std::optional(std::move(product));
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/expression_graph.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/julia/numbers/exact_arithmetic.h"

namespace fatou::julia {
namespace {

constexpr std::int32_t kMostWeight = 1'000'000;

// Returns the number as an exponent; nothing where it is too large.
std::optional<std::int32_t> exponentOf(const Decimal& whole) {
  const double number = whole.toDouble();
  if (number > kMostPower || number < -kMostPower) return std::nullopt;
  return static_cast<std::int32_t>(number);
}

// Whether the text of the number begins with a minus sign.
bool isNegative(const ComplexDecimal& value) {
  if (value.im.isZero()) return value.re.isNegative();
  return value.re.isZero() && value.im.isNegative();
}

bool isWhole(const ComplexDecimal& value) {
  return value.im.isZero() && value.re.exponent() >= 0;
}

}  // namespace

ExpressionGraph::ExpressionGraph(const Expression& expression) {
  for (const Node& node : expression.nodes()) {
    NodeId id = kNoNode;
    if (node.kind == NodeKind::Constant)
      id = constant(expression.constants()[static_cast<std::size_t>(node.number)]);
    else if (node.kind == NodeKind::Parameter)
      id = parameter(expression.parameterNames()[static_cast<std::size_t>(node.number)]);
    else
      id = put(node.kind, node.a, node.b, node.number);
    FATOU_CHECK(id == static_cast<NodeId>(m_nodes.size()) - 1);
  }
}

void ExpressionGraph::fail(std::string sentence) {
  if (m_status) m_status = Error{std::move(sentence)};
}

NodeId ExpressionGraph::put(NodeKind kind, NodeId a, NodeId b, std::int32_t number) {
  const auto [known, isNew] =
      m_known.try_emplace(Key{kind, a, b, number}, static_cast<NodeId>(m_nodes.size()));
  if (!isNew) return known->second;
  if (m_nodes.size() >= kMostGraphNodes) {
    fail("the formula has too many parts: write a shorter one");
    m_known.erase(known);
    return 0;
  }
  const bool hasVariable = kind == NodeKind::Variable || (a != kNoNode && node(a).hasVariable) ||
                           (b != kNoNode && node(b).hasVariable);
  m_weights.push_back(weightOf(kind, a, b, number));
  m_nodes.push_back({.kind = kind, .a = a, .b = b, .number = number, .hasVariable = hasVariable});
  return static_cast<NodeId>(m_nodes.size()) - 1;
}

std::int32_t ExpressionGraph::weightOf(NodeKind kind, NodeId a, NodeId b,
                                       std::int32_t number) const {
  const auto of = [this](NodeId id) {
    return std::int64_t{id == kNoNode ? 0 : m_weights[static_cast<std::size_t>(id)]};
  };
  std::int64_t weight = std::max(of(a), of(b));
  if (kind == NodeKind::Variable) weight = 1;
  if (kind == NodeKind::Multiply) weight = of(a) + of(b);
  if (kind == NodeKind::Power) weight = of(a) * number;
  return static_cast<std::int32_t>(std::min<std::int64_t>(weight, kMostWeight));
}

NodeId ExpressionGraph::constant(const ComplexDecimal& value) {
  const ComplexDecimal number{.re = plain(value.re), .im = plain(value.im)};
  const auto [known, isNew] =
      m_knownConstants.try_emplace(number.text(), static_cast<std::int32_t>(m_constants.size()));
  if (isNew) m_constants.push_back(number);
  return put(NodeKind::Constant, kNoNode, kNoNode, known->second);
}

NodeId ExpressionGraph::constant(std::int64_t value) {
  return constant(
      {.re = Decimal::fromDigits(value < 0, std::to_string(value < 0 ? -value : value), 0),
       .im = {}});
}

NodeId ExpressionGraph::pi() {
  return put(NodeKind::Pi, kNoNode);
}

NodeId ExpressionGraph::euler() {
  return put(NodeKind::Euler, kNoNode);
}

NodeId ExpressionGraph::variable() {
  return put(NodeKind::Variable, kNoNode);
}

NodeId ExpressionGraph::parameter(std::string_view name) {
  auto known = std::ranges::find(m_names, name);
  if (known == m_names.end()) known = m_names.insert(known, std::string(name));
  return put(NodeKind::Parameter, kNoNode, kNoNode,
             static_cast<std::int32_t>(known - m_names.begin()));
}

const ComplexDecimal* ExpressionGraph::constantOf(NodeId id) const {
  const Node& of = node(id);
  return of.kind == NodeKind::Constant ? &m_constants[static_cast<std::size_t>(of.number)]
                                       : nullptr;
}

const std::string& ExpressionGraph::parameterName(NodeId id) const {
  FATOU_CHECK(node(id).kind == NodeKind::Parameter);
  return m_names[static_cast<std::size_t>(node(id).number)];
}

bool ExpressionGraph::isZero(NodeId id) const {
  const ComplexDecimal* value = constantOf(id);
  return value != nullptr && julia::isZero(*value);
}

// Compares texts, as equal constants have equal texts.
bool ExpressionGraph::isReal(NodeId id, std::string_view number) const {
  const ComplexDecimal* value = constantOf(id);
  return value != nullptr && value->im.isZero() && value->re.text() == number;
}

// Returns the negative of a constant, or of a product or quotient that begins with a constant, by
// changing that constant's sign, which changes no other bit.
std::optional<NodeId> ExpressionGraph::withOtherSign(NodeId id) {
  const Node of = node(id);
  if (const ComplexDecimal* value = constantOf(id)) return constant(negated(*value));
  if (of.kind != NodeKind::Multiply && of.kind != NodeKind::Divide) return std::nullopt;
  const auto first = withOtherSign(of.a);
  if (!first) return std::nullopt;
  return of.kind == NodeKind::Multiply ? multiply(*first, of.b) : divide(*first, of.b);
}

// Returns x where the node is -x, or begins with a negative constant.
std::optional<NodeId> ExpressionGraph::withoutSign(NodeId id) {
  NodeId first = id;
  while (node(first).kind == NodeKind::Multiply || node(first).kind == NodeKind::Divide)
    first = node(first).a;
  if (node(id).kind == NodeKind::Negate) return node(id).a;
  const ComplexDecimal* value = constantOf(first);
  return value != nullptr && isNegative(*value) ? withOtherSign(id) : std::nullopt;
}

NodeId ExpressionGraph::add(NodeId a, NodeId b) {
  const ComplexDecimal* x = constantOf(a);
  const ComplexDecimal* y = constantOf(b);
  if (x != nullptr && y != nullptr)
    if (const auto sum = exactSum(*x, *y, kMostFoldedDigits)) return constant(*sum);
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  if (y == nullptr)
    if (const auto positive = withoutSign(b)) return subtract(a, *positive);
  if (x == nullptr)
    if (const auto positive = withoutSign(a)) return subtract(b, *positive);
  // The summand of larger degree comes first, as people write sums; names are in alphabetical
  // order.
  const auto isName = [this](NodeId id) { return node(id).kind == NodeKind::Parameter; };
  const bool isInOrder = (isName(a) && isName(b)) == (compare(a, b) < 0);
  return isInOrder ? put(NodeKind::Add, a, b) : put(NodeKind::Add, b, a);
}

NodeId ExpressionGraph::subtract(NodeId a, NodeId b) {
  if (a == b) return constant(0);
  if (isZero(a)) return negate(b);
  if (const ComplexDecimal* y = constantOf(b)) return add(a, constant(negated(*y)));
  if (const auto positive = withoutSign(b)) return add(a, *positive);
  return put(NodeKind::Subtract, a, b);
}

NodeId ExpressionGraph::negate(NodeId a) {
  if (node(a).kind == NodeKind::Negate) return node(a).a;
  if (const auto other = withOtherSign(a)) return *other;
  return put(NodeKind::Negate, a);
}

NodeId ExpressionGraph::multiply(NodeId a, NodeId b) {
  const ComplexDecimal* x = constantOf(a);
  const ComplexDecimal* y = constantOf(b);
  if (x != nullptr && y != nullptr)
    if (const auto product = exactProduct(*x, *y, kMostFoldedDigits)) return constant(*product);
  if (isZero(a) || isReal(b, "1")) return a;
  if (isZero(b) || isReal(a, "1")) return b;
  if (isReal(a, "-1")) return negate(b);
  if (isReal(b, "-1")) return negate(a);
  if (node(a).kind == NodeKind::Negate) return negate(multiply(node(a).a, b));
  if (node(b).kind == NodeKind::Negate) return negate(multiply(a, node(b).a));
  if (a == b) return wholePower(a, 2);
  if (const auto power = evenPowerTimes(a, b)) return *power;
  if (const auto power = evenPowerTimes(b, a)) return *power;
  const auto before = [this](NodeId id) { return std::pair(node(id).hasVariable, rank(id)); };
  const bool isInOrder = before(a) != before(b) ? before(a) < before(b) : compare(a, b) < 0;
  return isInOrder ? put(NodeKind::Multiply, a, b) : put(NodeKind::Multiply, b, a);
}

// The position of a factor in a product: numbers come first, then products and quotients, which
// need no brackets there, and sums last.
int ExpressionGraph::rank(NodeId id) const {
  switch (node(id).kind) {
    case NodeKind::Constant:
      return 0;
    case NodeKind::Multiply:
    case NodeKind::Divide:
      return 1;
    case NodeKind::Add:
    case NodeKind::Subtract:
      return 3;
    default:
      return 2;
  }
}

// Returns x^(2n+1) for x^2n and x, which is the last step of binary powering.
std::optional<NodeId> ExpressionGraph::evenPowerTimes(NodeId power, NodeId factor) {
  const Node of = node(power);
  if (of.kind != NodeKind::Power || of.a != factor || of.number % 2 != 0) return std::nullopt;
  if (of.number >= kMostPower) return std::nullopt;
  return put(NodeKind::Power, factor, kNoNode, of.number + 1);
}

NodeId ExpressionGraph::divide(NodeId a, NodeId b) {
  if (isZero(b)) {
    fail("it divides by 0: mend what is divided by");
    return a;
  }
  const ComplexDecimal* x = constantOf(a);
  const ComplexDecimal* y = constantOf(b);
  if (x != nullptr && y != nullptr)
    if (const auto quotient = exactQuotient(*x, *y, kMostFoldedDigits)) return constant(*quotient);
  if (isZero(a) || isReal(b, "1")) return a;
  if (isReal(b, "-1")) return negate(a);
  if (node(a).kind == NodeKind::Negate) return negate(divide(node(a).a, b));
  if (node(b).kind == NodeKind::Negate) return negate(divide(a, node(b).a));
  return put(NodeKind::Divide, a, b);
}

NodeId ExpressionGraph::wholePower(NodeId a, std::int32_t exponent) {
  if (exponent < 0) return divide(constant(1), wholePower(a, -exponent));
  if (exponent == 0) return constant(1);
  if (exponent == 1) return a;
  if (const ComplexDecimal* value = constantOf(a))
    if (const auto power = exactPower(*value, exponent, kMostFoldedDigits)) return constant(*power);
  const Node of = node(a);
  if (of.kind == NodeKind::Power && exponent == 2 && of.number <= kMostPower / 2)
    return put(NodeKind::Power, of.a, kNoNode, 2 * of.number);
  return put(NodeKind::Power, a, kNoNode, exponent);
}

NodeId ExpressionGraph::power(NodeId a, NodeId b) {
  if (const ComplexDecimal* exponent = constantOf(b); exponent != nullptr && isWhole(*exponent)) {
    if (const auto number = exponentOf(exponent->re)) return wholePower(a, *number);
    fail("the power is too large: use one from -" + std::to_string(kMostPower) + " to " +
         std::to_string(kMostPower));
    return a;
  }
  if (node(a).kind == NodeKind::Euler) return function(NodeKind::Exp, b);
  if (isZero(a)) {
    fail("0 has no such power: use a power of z");
    return a;
  }
  return put(NodeKind::GeneralPower, a, b);
}

NodeId ExpressionGraph::function(NodeKind kind, NodeId a) {
  FATOU_CHECK(kind >= kFirstFunction);
  return put(kind, a);
}

// Orders nodes by degree, then by what they contain; 0 for the same node, as equal nodes are one.
int ExpressionGraph::compare(NodeId a, NodeId b) const {
  while (a != b) {
    const auto size = [this](NodeId id) {
      const Node& of = node(id);
      return std::tuple(of.hasVariable, m_weights[static_cast<std::size_t>(id)], of.kind,
                        of.kind == NodeKind::Power ? of.number : 0);
    };
    if (size(a) != size(b)) return size(a) < size(b) ? -1 : 1;
    const Node& x = node(a);
    const Node& y = node(b);
    // Different nodes of these two kinds differ in their text.
    if (x.kind == NodeKind::Constant) return constantOf(a)->text().compare(constantOf(b)->text());
    if (x.kind == NodeKind::Parameter) return parameterName(a).compare(parameterName(b));
    const bool isFirst = x.a != y.a;
    a = isFirst ? x.a : x.b;
    b = isFirst ? y.a : y.b;
  }
  return 0;
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/derivative.h"

#include <vector>

#include "core/base/check.h"

namespace fatou::julia {
namespace {

// Derives the nodes that one node depends on, each once.
class Differentiation {
 public:
  // `by` is the node of z or of a parameter.
  Differentiation(ExpressionGraph& graph, NodeId by) : m_graph(graph), m_by(by) {}

  // Operands come first in a graph, so that all nodes up to `last` can be gone through in order.
  NodeId of(NodeId last) {
    const NodeId zero = m_graph.constant(0);
    const auto count = static_cast<std::size_t>(last) + 1;
    const std::vector<bool> isNeeded = neededBy(last);
    m_slopes.assign(count, zero);
    for (std::size_t i = 0; i < count && m_graph.status(); ++i)
      if (isNeeded[i]) m_slopes[i] = slope(static_cast<NodeId>(i));
    return m_graph.status() ? m_slopes.back() : zero;
  }

 private:
  std::vector<bool> neededBy(NodeId last) const {
    std::vector<bool> isNeeded(static_cast<std::size_t>(last) + 1, false);
    isNeeded.back() = true;
    for (std::size_t i = isNeeded.size(); i-- > 0;) {
      if (!isNeeded[i]) continue;
      const Node& node = m_graph.node(static_cast<NodeId>(i));
      if (node.a != kNoNode) isNeeded[static_cast<std::size_t>(node.a)] = true;
      if (node.b != kNoNode) isNeeded[static_cast<std::size_t>(node.b)] = true;
    }
    return isNeeded;
  }

  NodeId slopeOf(NodeId id) const {
    return id == kNoNode ? kNoNode : m_slopes[static_cast<std::size_t>(id)];
  }

  NodeId slope(NodeId id) {
    if (id == m_by) return m_graph.constant(1);
    const Node node = m_graph.node(id);
    const NodeId a = node.a;
    const NodeId b = node.b;
    const NodeId da = slopeOf(a);
    const NodeId db = slopeOf(b);
    ExpressionGraph& g = m_graph;
    switch (node.kind) {
      case NodeKind::Constant:
      case NodeKind::Pi:
      case NodeKind::Euler:
      case NodeKind::Variable:
      case NodeKind::Parameter:
        return g.constant(0);
      case NodeKind::Add:
        return g.add(da, db);
      case NodeKind::Subtract:
        return g.subtract(da, db);
      case NodeKind::Multiply:
        return g.add(scaled(b, da), scaled(a, db));
      case NodeKind::Divide:
        return quotientSlope(id, b, da, db);
      case NodeKind::Negate:
        return g.negate(da);
      case NodeKind::Power:
        return scaled(g.constant(node.number), scaled(g.wholePower(a, node.number - 1), da));
      case NodeKind::GeneralPower:
        return powerSlope(id, a, b, da, db);
      default:
        return functionSlope(id, node.kind, a, da);
    }
  }

  // Returns factor x slope, where constants in front are multiplied: 3 (0.5 z) is 1.5 z.
  NodeId scaled(NodeId factor, NodeId slope) {
    const Node right = m_graph.node(slope);
    const bool isDoubled = m_graph.constantOf(factor) != nullptr &&
                           right.kind == NodeKind::Multiply &&
                           m_graph.constantOf(right.a) != nullptr;
    if (isDoubled) return scaled(m_graph.multiply(factor, right.a), right.b);
    return m_graph.multiply(factor, slope);
  }

  bool isZero(NodeId id) const {
    const ComplexDecimal* value = m_graph.constantOf(id);
    return value != nullptr && value->re.isZero() && value->im.isZero();
  }

  // Quotient rule as (a' - q b') / b, which reuses the node q = a / b.
  NodeId quotientSlope(NodeId quotient, NodeId b, NodeId da, NodeId db) {
    return m_graph.divide(m_graph.subtract(da, m_graph.multiply(quotient, db)), b);
  }

  // Returns a^b (b' log a + b a' / a), or b a^(b-1) a' where b does not depend on the variable.
  NodeId powerSlope(NodeId power, NodeId a, NodeId b, NodeId da, NodeId db) {
    ExpressionGraph& g = m_graph;
    if (isZero(db)) {
      if (isZero(da)) return da;
      return scaled(b, g.multiply(g.power(a, g.subtract(b, g.constant(1))), da));
    }
    const NodeId byExponent = g.multiply(db, g.function(NodeKind::Log, a));
    const NodeId byBase = g.divide(g.multiply(b, da), a);
    return g.multiply(power, g.add(byExponent, byBase));
  }

  NodeId functionSlope(NodeId value, NodeKind kind, NodeId a, NodeId da) {
    if (isZero(da)) return da;
    ExpressionGraph& g = m_graph;
    const NodeId one = g.constant(1);
    const auto of = [&](NodeKind function) { return g.function(function, a); };
    const auto oneWithSquare = [&](bool isSum) {
      const NodeId square = g.wholePower(a, 2);
      return isSum ? g.add(one, square) : g.subtract(one, square);
    };
    switch (kind) {
      case NodeKind::Exp:
        return g.multiply(value, da);
      case NodeKind::Log:
        return g.divide(da, a);
      case NodeKind::Sqrt:
        return g.divide(da, g.multiply(g.constant(2), value));
      case NodeKind::Sin:
        return g.multiply(of(NodeKind::Cos), da);
      case NodeKind::Cos:
        return g.negate(g.multiply(of(NodeKind::Sin), da));
      case NodeKind::Sinh:
        return g.multiply(of(NodeKind::Cosh), da);
      case NodeKind::Cosh:
        return g.multiply(of(NodeKind::Sinh), da);
      case NodeKind::Tan:  // 1 + tan^2
        return g.multiply(g.add(one, g.wholePower(value, 2)), da);
      case NodeKind::Tanh:
        return g.multiply(g.subtract(one, g.wholePower(value, 2)), da);
      case NodeKind::Asin:
        return g.divide(da, g.function(NodeKind::Sqrt, oneWithSquare(false)));
      case NodeKind::Acos:
        return g.negate(g.divide(da, g.function(NodeKind::Sqrt, oneWithSquare(false))));
      case NodeKind::Atan:
        return g.divide(da, oneWithSquare(true));
      case NodeKind::Asinh:
        return g.divide(da, g.function(NodeKind::Sqrt, oneWithSquare(true)));
      case NodeKind::Acosh:  // two roots, since (z^2 - 1)^(1/2) has other branch cuts
        return g.divide(da, g.multiply(g.function(NodeKind::Sqrt, g.subtract(a, one)),
                                       g.function(NodeKind::Sqrt, g.add(a, one))));
      case NodeKind::Atanh:
        return g.divide(da, oneWithSquare(false));
      default:
        g.fail("abs, arg, conj, re and im have no complex derivative: leave them out of it");
        return da;
    }
  }

  ExpressionGraph& m_graph;
  NodeId m_by;
  std::vector<NodeId> m_slopes;
};

}  // namespace

NodeId derivative(ExpressionGraph& graph, NodeId of) {
  return Differentiation(graph, graph.variable()).of(of);
}

NodeId derivativeBy(ExpressionGraph& graph, NodeId of, std::string_view parameter) {
  return Differentiation(graph, graph.parameter(parameter)).of(of);
}

Result<Expression> derivative(const Expression& expression) {
  ExpressionGraph graph(expression);
  const NodeId slope = derivative(graph, expression.root());
  return graph.expression(slope);
}

}  // namespace fatou::julia

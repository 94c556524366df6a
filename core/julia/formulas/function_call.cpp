// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/function_call.h"

#include "core/julia/formulas/derivative.h"

namespace fatou::julia {
namespace {

NodeId newton(ExpressionGraph& graph, NodeId of, NodeId relaxation) {
  const NodeId slope = derivative(graph, of);
  if (graph.status() && slope == graph.constant(0))
    graph.fail("newton divides by a derivative that is 0: write something with z in it");
  return graph.subtract(graph.variable(), graph.divide(graph.multiply(relaxation, of), slope));
}

// asinh z = -i asin(iz), atanh z = -i atan(iz): the same principal values.
NodeId turned(ExpressionGraph& graph, NodeKind kind, NodeId a) {
  const NodeId i = graph.constant({.re = {}, .im = Decimal::fromDouble(1.0)});
  return graph.multiply(graph.negate(i), graph.function(kind, graph.multiply(i, a)));
}

// log(z + sqrt(z+1) sqrt(z-1)).
NodeId acosh(ExpressionGraph& graph, NodeId a) {
  const NodeId one = graph.constant(1);
  const NodeId above = graph.function(NodeKind::Sqrt, graph.add(a, one));
  const NodeId below = graph.function(NodeKind::Sqrt, graph.subtract(a, one));
  return graph.function(NodeKind::Log, graph.add(a, graph.multiply(above, below)));
}

}  // namespace

NodeId callOf(ExpressionGraph& graph, const FunctionName& function,
              std::span<const NodeId> arguments) {
  const NodeId a = arguments.front();
  switch (function.meaning) {
    case FunctionMeaning::Kind:
      return graph.function(function.kind, a);
    case FunctionMeaning::Square:
      return graph.wholePower(a, 2);
    case FunctionMeaning::Inverse:
      return graph.divide(graph.constant(1), a);
    case FunctionMeaning::Power:
      return graph.power(a, arguments.back());
    case FunctionMeaning::Derivative:
      return derivative(graph, a);
    case FunctionMeaning::Newton:
      return newton(graph, a, arguments.size() > 1 ? arguments.back() : graph.constant(1));
    case FunctionMeaning::Asinh:
      return turned(graph, NodeKind::Asin, a);
    case FunctionMeaning::Acosh:
      return acosh(graph, a);
    case FunctionMeaning::Atanh:
      break;
  }
  return turned(graph, NodeKind::Atan, a);
}

}  // namespace fatou::julia

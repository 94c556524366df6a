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
      break;
  }
  return newton(graph, a, arguments.size() > 1 ? arguments.back() : graph.constant(1));
}

}  // namespace fatou::julia

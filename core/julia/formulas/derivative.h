// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"
#include "core/julia/formulas/expression_graph.h"

namespace fatou::julia {

// Returns the derivative of a node with respect to z, in the same graph, so that both share nodes.
// The graph's status() becomes an Error where there is none: abs, arg, conj, re and im have no
// complex derivative if their argument depends on z.
NodeId derivative(ExpressionGraph& graph, NodeId of);

// Returns the derivative with respect to a parameter, where z and the other parameters are
// constant.
NodeId derivativeBy(ExpressionGraph& graph, NodeId of, std::string_view parameter);

// Returns the derivative of an expression with respect to z.
Result<Expression> derivative(const Expression& expression);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"
#include "core/julia/formulas/expression_graph.h"

namespace fatou::julia {

// The derivative of a node by z, in the same graph, so that both share what they have in common.
// The graph's status() is an Error where there is none: abs, arg, conj, re and im have no
// complex derivative where z is in them.
NodeId derivative(ExpressionGraph& graph, NodeId of);

// The same by a parameter, while z and the other parameters stay as they are.
NodeId derivativeBy(ExpressionGraph& graph, NodeId of, std::string_view parameter);

// The derivative of an expression by z.
Result<Expression> derivative(const Expression& expression);

}  // namespace fatou::julia

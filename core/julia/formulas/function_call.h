// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/formula_names.h"

namespace fatou::julia {

// Returns the node of a function with its arguments, of which there are as many as it takes. The
// graph's status() becomes an Error where there is no such value, as with the derivative of
// conj(z).
NodeId callOf(ExpressionGraph& graph, const FunctionName& function,
              std::span<const NodeId> arguments);

}  // namespace fatou::julia

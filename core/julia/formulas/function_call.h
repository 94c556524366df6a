// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/julia/formulas/expression_graph.h"
#include "core/julia/formulas/formula_names.h"

namespace fatou::julia {

// What a function's name with arguments means, as many as the function has. The graph's status() is
// the Error of one that cannot be had.
NodeId callOf(ExpressionGraph& graph, const FunctionName& function,
              std::span<const NodeId> arguments);

}  // namespace fatou::julia

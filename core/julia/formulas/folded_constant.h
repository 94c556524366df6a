// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <map>
#include <string>

#include "core/base/result.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// The value of a node without z: a number that is given, as the nearest doubles; what is computed
// from such, in numbers of 256 bits and rounded to doubles once. The same on every machine. The
// Error is that of a value that is not finite.
Result<std::complex<double>> foldedConstant(const ExpressionGraph& graph, NodeId id,
                                            const std::map<std::string, ComplexDecimal>& values);

}  // namespace fatou::julia

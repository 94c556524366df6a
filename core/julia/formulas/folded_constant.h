// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <map>
#include <string>

#include "core/base/result.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// The value of a node without z, computed in numbers of 256 bits from the values of its parameters
// and rounded to doubles, once: the same on every machine, and the nearest doubles but where nearly
// all of the digits cancel. The Error is that of a value that is not finite.
Result<std::complex<double>> foldedConstant(const ExpressionGraph& graph, NodeId id,
                                            const std::map<std::string, ComplexDecimal>& values);

}  // namespace fatou::julia

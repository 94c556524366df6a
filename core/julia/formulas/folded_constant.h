// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <map>
#include <string>

#include "core/base/result.h"
#include "core/julia/formulas/expression_graph.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// Returns the value of a node without z, the same on every machine. A number that was given is
// rounded to the nearest doubles; a computed one is evaluated in 256 bits and rounded once. The
// Error names a value that is not finite.
Result<std::complex<double>> foldedConstant(const ExpressionGraph& graph, NodeId id,
                                            const std::map<std::string, ComplexDecimal>& values);

}  // namespace fatou::julia

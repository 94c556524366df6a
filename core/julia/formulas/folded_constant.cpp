// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/formulas/folded_constant.h"

#include <cmath>
#include <optional>
#include <vector>

#include "core/julia/formulas/big_expression.h"
#include "core/julia/numbers/number_text.h"

namespace fatou::julia {
namespace {

constexpr std::int64_t kBits = 256;

using Values = std::map<std::string, ComplexDecimal>;

// Returns a constant or parameter, or its negative, rounded to doubles once.
std::optional<std::complex<double>> givenNumber(const ExpressionGraph& graph, NodeId id,
                                                const Values& values) {
  const Node& node = graph.node(id);
  if (const ComplexDecimal* number = graph.constantOf(id)) return number->toDouble();
  if (node.kind == NodeKind::Parameter) return values.at(graph.parameterName(id)).toDouble();
  if (node.kind != NodeKind::Negate) return std::nullopt;
  const auto positive = givenNumber(graph, node.a, values);
  return positive ? std::optional(-*positive) : std::nullopt;
}

}  // namespace

Result<std::complex<double>> foldedConstant(const ExpressionGraph& graph, NodeId id,
                                            const std::map<std::string, ComplexDecimal>& values) {
  const auto expression = graph.expression(id);
  if (!expression) return expression.error();
  std::optional<std::complex<double>> value = givenNumber(graph, id, values);
  if (!value) {
    std::vector<BigComplex> parameters;
    for (const std::string& name : expression.value().parameterNames())
      parameters.emplace_back(values.at(name), kBits);
    value = bigValue(expression.value(), BigComplex(kBits), parameters).toDouble();
  }
  // Adding 0 turns -0 into 0.
  if (std::isfinite(value->real()) && std::isfinite(value->imag()))
    return std::complex<double>(value->real() + 0.0, value->imag() + 0.0);
  return Error{"the number " + inQuotes(toString(expression.value())) +
               " in the formula is not finite: use another one or other parameters"};
}

}  // namespace fatou::julia

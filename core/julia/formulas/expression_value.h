// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// Evaluates an expression in doubles, node by node, with the operations of its program
// (program_builder.h). The bits are those of the kernels, except for the signs of zeros and the
// payloads of NaNs.
class ExpressionInDoubles {
 public:
  // `values` are those of parameterNames(). The Error names a constant that is not finite.
  static Result<ExpressionInDoubles> create(const Expression& expression,
                                            std::span<const ComplexDecimal> values);

  // Returns f(z); not finite at a pole.
  std::complex<double> operator()(std::complex<double> z) const;

 private:
  ExpressionInDoubles(const Expression& expression, std::vector<std::complex<double>> constants,
                      std::vector<std::complex<double>> reciprocals)
      : m_expression(expression),
        m_constants(std::move(constants)),
        m_reciprocals(std::move(reciprocals)) {}

  std::complex<double> valueOf(const Node& node,
                               std::span<const std::complex<double>> before) const;

  Expression m_expression;
  std::vector<std::complex<double>> m_constants;    // of the nodes without z
  std::vector<std::complex<double>> m_reciprocals;  // of nodes without z that are divisors
};

// Evaluates an expression with that many significant decimal digits, and rounds the result to as
// many; nothing where it is not finite. Tests measure doubles against it.
std::optional<ComplexDecimal> bigValueOf(const Expression& expression, const ComplexDecimal& z,
                                         std::span<const ComplexDecimal> values,
                                         std::int64_t digits);

}  // namespace fatou::julia

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

// An expression in doubles, with the operations of its program (program_builder.h) node by node:
// the same bits as the kernels', but for the signs of zeros and which no number it is.
class ExpressionInDoubles {
 public:
  // `values` are those of parameterNames(). The Error is that of a constant that is not finite.
  static Result<ExpressionInDoubles> create(const Expression& expression,
                                            std::span<const ComplexDecimal> values);

  // Not finite at a pole.
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
  std::vector<std::complex<double>> m_reciprocals;  // of those that are divided by
};

// An expression's value in numbers of that many significant decimal digits, the result in as many;
// nothing where it is not finite. What doubles are measured against.
std::optional<ComplexDecimal> bigValueOf(const Expression& expression, const ComplexDecimal& z,
                                         std::span<const ComplexDecimal> values,
                                         std::int64_t digits);

}  // namespace fatou::julia

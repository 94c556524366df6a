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

// Where a disc goes under f as it is computed in doubles, with all rounding: bounds for
// f(u) - f(w) = S (u - w), with S the slope of f between u and w. For z^2 + c it is 2w + (u - w),
// which is half of what the largest derivative in the disc says.
class SlopeEnclosure {
 public:
  // `values` are those of parameterNames(). The Error is that of a constant that is not finite, or
  // of a function that there are no bounds for: all but + - * / and whole powers.
  static Result<SlopeEnclosure> create(const Expression& expression,
                                       std::span<const ComplexDecimal> values);

  // A radius such that f computed of any number within `radius` of `centre` is within it of
  // `image`; nothing where there may be a pole.
  std::optional<double> imageRadius(std::complex<double> centre, double radius,
                                    std::complex<double> image) const;

 private:
  SlopeEnclosure(const Expression& expression, std::vector<std::complex<double>> constants)
      : m_expression(expression), m_constants(std::move(constants)) {}

  Expression m_expression;
  std::vector<std::complex<double>> m_constants;  // of the nodes without z
};

}  // namespace fatou::julia

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

// Proves where f, as computed in doubles, takes a disc. It bounds the slope S in f(u) - f(w) = S (u
// - w) over the disc, with all rounding. For z^2 + c the slope is 2w + (u - w), which bounds the
// change of f better than the largest derivative in the disc, 2|w| + 2r.
class SlopeEnclosure {
 public:
  // `values` are those of parameterNames(). The Error is for a constant that is not finite, and for
  // a function other than + - * / and whole powers, for which there are no bounds.
  static Result<SlopeEnclosure> create(const Expression& expression,
                                       std::span<const ComplexDecimal> values);

  // Returns a radius such that f computed at any number within `radius` of `centre` is within that
  // radius of `image`; nothing where there may be a pole.
  std::optional<double> imageRadius(std::complex<double> centre, double radius,
                                    std::complex<double> image) const;

 private:
  SlopeEnclosure(const Expression& expression, std::vector<std::complex<double>> constants)
      : m_expression(expression), m_constants(std::move(constants)) {}

  Expression m_expression;
  std::vector<std::complex<double>> m_constants;  // the values of nodes without z
};

}  // namespace fatou::julia

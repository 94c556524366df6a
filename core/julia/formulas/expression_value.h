// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <optional>
#include <span>

#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// An expression's value at z in doubles, with the operations of its program (program_builder.h) in
// the same order: the same bits as the kernels'. `values` are those of parameterNames(). Not finite
// at a pole.
std::complex<double> valueOf(const Expression& expression, std::complex<double> z,
                             std::span<const ComplexDecimal> values);

// The same in numbers of that many significant decimal digits, the result in as many; nothing where
// it is not finite. What the doubles are measured against.
std::optional<ComplexDecimal> bigValueOf(const Expression& expression, const ComplexDecimal& z,
                                         std::span<const ComplexDecimal> values,
                                         std::int64_t digits);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/kernels/program.h"

namespace fatou::julia {

struct ProgramWanted {
  bool slope = false;  // f'(z) too
  // The parameter that differs from pixel to pixel, as on a map; none where it is empty. With
  // slope, the derivative by it too.
  std::string parameter{};
};

// The expression as a program. `values` are those of its parameterNames(). What does not depend on
// z nor on the pixel's parameter is computed once, in numbers of 256 bits, and rounded to doubles;
// x / k is x times the constant 1 / k. The Error is that of an expression that is too long, or
// wants what there is not: a derivative of conj(z), a constant that is not finite.
Result<kernels::Program> buildProgram(const Expression& expression,
                                      std::span<const ComplexDecimal> values,
                                      const ProgramWanted& wanted = {});

// The program of a formula where its c is that of a place.
Result<kernels::Program> buildProgram(const Formula& formula, const ComplexDecimal& c,
                                      const ProgramWanted& wanted = {});

}  // namespace fatou::julia

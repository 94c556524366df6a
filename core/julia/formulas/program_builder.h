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
  bool slope = false;  // whether the program also computes f'(z)
  // The parameter that has a value of its own at each pixel, as on a map; empty for none. With
  // `slope`, the derivative by it is computed too.
  std::string parameter{};
};

// Compiles an expression to a program. `values` are those of its parameterNames(). Parts that
// depend neither on z nor on the pixel's parameter are computed once in 256 bits and rounded to
// doubles; x / k becomes x times the constant 1 / k. The Error is for an expression that is too
// long, a constant that is not finite, or a derivative that does not exist, as for conj(z).
Result<kernels::Program> buildProgram(const Expression& expression,
                                      std::span<const ComplexDecimal> values,
                                      const ProgramWanted& wanted = {});

// Compiles a formula whose c is the place's.
Result<kernels::Program> buildProgram(const Formula& formula, const ComplexDecimal& c,
                                      const ProgramWanted& wanted = {});

}  // namespace fatou::julia

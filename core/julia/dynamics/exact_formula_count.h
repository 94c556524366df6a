// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/julia/dynamics/exact_count.h"
#include "core/julia/formulas/expression.h"
#include "core/julia/numbers/decimal.h"
#include "core/kernels/escape_part.h"
#include "core/kernels/program_basins.h"

namespace fatou::julia {

// A point whose J under any formula is to be found, and the J that something else found for it. The
// first of its numbers are those of CountToCheck.
struct FormulaCountToCheck {
  ExactPoint point{};
  std::int32_t tmax = 1;
  std::int32_t expected = 0;
  Rounding rounding{};
  std::int64_t bits = 192;
  double budget = 1e9;  // nanoseconds, about
  Expression expression{};
  std::vector<ComplexDecimal> values{};  // of its parameterNames(), exact
  std::optional<double> escapeRadius{};  // nothing where no orbit escapes
  kernels::EscapePart escapePart = kernels::EscapePart::Modulus;
  std::vector<kernels::BasinDisc> discs{};  // in which orbits end, too
  std::vector<kernels::BasinDisc> traps{};  // in which they are proven to stay inside
};

// J by brute force, as exactCount() does it for z^2 + c: every point of the orbit in big numbers.
// It is another J than the picture's within rounding, where the picture's own arithmetic may have
// led its orbit to the other side of what they are compared with. How far that may be follows from
// how far f takes points apart that are so near, measured in big numbers, and roundingWeight(): an
// estimate, with all steps' roundings. Once that far from the orbit there may be a pole or a branch
// cut, the picture's orbit may be anywhere.
//
// Quantities are not computed. Nothing when stopped, which is noticed within a step.
std::optional<ExactCount> exactFormulaCount(const FormulaCountToCheck& what,
                                            const std::stop_token& stop = {});

}  // namespace fatou::julia

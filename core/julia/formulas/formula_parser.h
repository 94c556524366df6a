// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/result.h"
#include "core/julia/formulas/expression.h"

namespace fatou::julia {

// A mistake in a formula's text: the bytes [position, position + length) of the text as it was
// given. Where something is missing at the end, the position is the text's length and `length` is
// 0.
struct FormulaError {
  std::size_t position = 0;
  std::size_t length = 0;
  std::string sentence;  // "REASON: REMEDY", without a full stop

  friend bool operator==(const FormulaError&, const FormulaError&) = default;
};

inline constexpr std::size_t kLongestFormula = 4'096;  // bytes
inline constexpr int kDeepestFormula = 100;            // brackets in brackets

// Reads the right-hand side of f(z), with or without "f(z) =" before it:
//
//   sum      = term {(+|-) term}
//   term     = factor {(*|/) factor | power}
//   factor   = [+|-] factor | power
//   power    = primary [^ factor]
//   primary  = number[i] | name | name(sum {, sum}) | (sum) | |sum|
//
// A sign of multiplication may be left out behind a number, behind a bracket and between a name and
// a bracket, but not behind a division: 2z, z^2c, 3(z+1), z(1-z). ^ goes from right to left. Names
// are ASCII in either case: z; i, pi, e; c and the `parameters`; the functions of functionNames().
// Read as well: ², ³ ..., **, ·, ×, −, π.
std::variant<Expression, FormulaError> parseExpression(
    std::string_view text, std::span<const std::string> parameters = {});

// Returns the mistake as one line, for where the text cannot be marked: "formula 'z^2+foo(z)',
// character 5 ('foo'): REASON: REMEDY".
Error errorOf(std::string_view text, const FormulaError& error);

// The names of all functions, "exp", "log" and so on, in alphabetical order.
std::span<const std::string_view> functionNames();

// Checks the name of a parameter: letters, digits and _, beginning with a letter, and none of the
// names that have a meaning of their own.
Status checkParameterName(std::string_view name);

}  // namespace fatou::julia

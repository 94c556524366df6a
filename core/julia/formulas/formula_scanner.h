// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/julia/formulas/formula_parser.h"

namespace fatou::julia {

// A token of a formula, with its position in the text in bytes.
struct Token {
  enum class Kind { Number, Name, Sign, End };

  Kind kind = Kind::End;
  std::string text;  // names are in lower case; a sign is one ASCII character
  std::size_t position = 0;
  std::size_t length = 0;
  bool followsAtOnce = false;  // no space before it

  bool is(char sign) const { return kind == Kind::Sign && text.front() == sign; }
};

// The tokens of a formula's text, followed by one of kind End, or a mistake in its characters. "**"
// becomes '^', and a superscript power becomes '^' and a number.
struct ScannedFormula {
  std::vector<Token> tokens;
  std::optional<FormulaError> error{};
};
ScannedFormula scanFormula(std::string_view text);

}  // namespace fatou::julia

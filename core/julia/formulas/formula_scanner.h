// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/julia/formulas/formula_parser.h"

namespace fatou::julia {

// A word of a formula and where it stands in the text, in bytes.
struct Token {
  enum class Kind { Number, Name, Sign, End };

  Kind kind = Kind::End;
  std::string text;  // a name in small letters; a sign is one ASCII character
  std::size_t position = 0;
  std::size_t length = 0;
  bool followsAtOnce = false;  // without a space before it

  bool is(char sign) const { return kind == Kind::Sign && text.front() == sign; }
};

// The words of a formula's text, behind them one of the kind End; or what is wrong with its
// characters. "**" is the sign '^', a power in raised digits is '^' and a number.
struct ScannedFormula {
  std::vector<Token> tokens;
  std::optional<FormulaError> error{};
};
ScannedFormula scanFormula(std::string_view text);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace fatou::io {

// A figure that a lesson names, with what it is of: speedup(sets, balanced, 4) has the words "sets"
// and "balanced" and the number 4.
struct Figure {
  std::string name;
  std::vector<std::string> words;
  std::vector<double> numbers;
};

// Tells a figure; nothing while it has not been measured.
using FigureReader = std::function<std::optional<double>(const Figure& figure)>;

// Arithmetic with figures: "time(sets, serial, 1) / 4", "cores < 4 and guess(faster) > 2".
struct Expression {
  enum class Kind {
    Number,
    Figure,  // its parts are words, then expressions
    Word,
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Less,
    AtMost,
    Greater,
    AtLeast,
    And,
    Not,
    Least,    // of its two parts
    Greatest  // likewise
  };
  Kind kind = Kind::Number;
  double number = 0.0;  // of Number
  std::string name;     // of Figure and Word
  std::vector<Expression> parts;
};

// Reads an expression of up to kLongestExpression characters:
//
//   sums, products and parentheses of numbers, of figures and of min(a, b) and max(a, b);
//   <, <=, > and >=, which are 1 or 0, between two of them; "and" between such comparisons
//
// A figure is one of knownFigures(), with as many words and numbers as that takes. The Error is
// what is wrong and the remedy as "REASON; REMEDY".
Result<Expression> parseExpression(std::string_view text);
inline constexpr std::size_t kLongestExpression = 200;

// The value, or nothing where a figure in it is not known or it is not finite.
std::optional<double> valueOf(const Expression& expression, const FigureReader& figures);

// The figures in the expression. The numbers are left out where they are not known yet.
std::vector<Figure> figuresIn(const Expression& expression);

// Where a figure comes from: of this machine, or of a block of the lesson that its first word
// names.
enum class FigureSource {
  Machine,
  Comparison,  // its name
  Printed,     // a name that a cell gives: what it prints
  Cell,        // the cell's own name
  Question     // its name
};

// A figure that lessons can name.
struct KnownFigure {
  std::string_view name;
  FigureSource source = FigureSource::Machine;
  int words = 0;    // the block's name, then a view, then a part of the time
  int numbers = 0;  // engines, then cores
};

// The figure of that name; null where there is none.
const KnownFigure* knownFigure(std::string_view name);

}  // namespace fatou::io

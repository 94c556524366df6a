// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace fatou::io {

// A type of Fractint and Iterated Dynamics that iterates one formula of z: a row of the table.
struct FractintType {
  std::string_view name;
  // For Fatou; F(...) and G(...) are the two functions that an entry chooses.
  std::string_view formula;
  // The names that the formula has for params= in pairs of real and imaginary part.
  std::array<std::string_view, 2> parameters;
  std::string_view params;     // what holds where an entry has none
  std::string_view corners;    // likewise
  bool isMap = false;          // its picture is a map of c
  std::string_view loss = {};  // what is not taken over, whatever the entry says
};

// The row of a type, null where Fatou cannot iterate it.
const FractintType* fractintType(std::string_view name);

// The formula with the functions of function= ("sin/sqr") in their places; those that are not named
// are Fractint's own choice, sin and sqr. The Error is "REASON; REMEDY": it names a function that
// is none of Fatou's.
Result<std::string> fractintFormula(const FractintType& type, std::string_view functions);

}  // namespace fatou::io

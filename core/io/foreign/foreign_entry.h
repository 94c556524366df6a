// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/color/coloring.h"
#include "core/io/places/place_file.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/plane/place.h"

namespace fatou::io {

// A view that shows all of most Julia sets.
julia::View wholeView();

// What another fractal program's file says of one picture, in Fatou's terms.
struct ForeignEntry {
  std::string name;
  // The right-hand side of f(z), written for Fatou: "z^2+c", "sin(z)+z^2+c".
  std::string formula;
  // The numbers that the formula has names for, c among them.
  std::vector<std::pair<std::string, julia::ComplexDecimal>> parameters;
  julia::View view = wholeView();
  std::int32_t tmax = 0;
  std::optional<color::Coloring> coloring;  // where the file has colours that can be read
  // Whether the picture is a map of c. Its centre is c then, and the view that of a whole Julia
  // set.
  bool isMap = false;
  // What of the file is not taken over, in words that follow "Not taken over:".
  std::vector<std::string> notTaken;

  friend bool operator==(const ForeignEntry&, const ForeignEntry&) = default;
};

// An entry as a place that can be shown.
struct ForeignPlace {
  NamedPlace place;
  std::optional<color::Coloring> coloring;
  std::string notTaken;  // one sentence, empty where all is taken over

  friend bool operator==(const ForeignPlace&, const ForeignPlace&) = default;
};

// "Not taken over: its rotation and decomp=256."; empty where nothing is.
std::string notTakenSentence(const ForeignEntry& entry);

// The entry's place. The Error is "REASON; REMEDY": where the formula is none that can be iterated
// it says the formula.
Result<ForeignPlace> placeOf(const ForeignEntry& entry);

// Whether the formula has the name, of a function or of a number.
bool hasName(std::string_view formula, std::string_view name);

// Turns an entry whose picture is a map into the Julia set of the map's centre.
void showCentreOfMap(ForeignEntry& entry);

}  // namespace fatou::io

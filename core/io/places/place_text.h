// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/io/places/place_fields.h"
#include "core/julia/plane/place.h"

namespace fatou::io {

// A place as one line to paste: "fatou:c=-0.7269,0.1889;center=0,0;radius=1.2;tmax=5000", with
// region=XMIN,YMIN,XMAX,YMAX instead of centre and radius where the view was given so, and
// formula=z^3+c; before c where it is not z^2+c.
std::string placeText(const julia::Place& place);

// Whether a place is in the text.
bool hasPlaceText(const std::string& text);

// Reads the first such line of a text, its parts in any order and with space around them; the text
// has at most kLongestPlaceText bytes. It may have come by mail: wrapped, quoted with "> ", in
// typographic quotes, encoded for 7 bits, with other words around. The Error quotes the line and
// names the part that is wrong. `change` is what the caller makes of the formula afterwards.
Result<julia::Place> parsePlaceText(const std::string& text, const FormulaChange& change = {});

inline constexpr std::size_t kLongestPlaceText = std::size_t{1} << 20;

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace fatou::io {

inline constexpr std::size_t kLongestXaosFormula = 4'096;  // bytes, read and written

// A formula that a user of XaoS typed, as Fatou writes it: "Z^2C+C/Z" is "z^2*c+c/z". A power of a
// power is taken from the left and sqr(z) is z^z, as XaoS computes them; products that are not
// written, ';' between arguments and names in any case are understood. The Error, "REASON; REMEDY",
// names what there is no word for: the previous z (p), the count (n), a random number, roundings
// and chosen roots.
Result<std::string> formulaOfXaos(std::string_view text);

}  // namespace fatou::io

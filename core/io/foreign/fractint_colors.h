// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/color/coloring.h"

namespace fatou::io {

// The 256 colours of an entry's colors= as Fractint writes them: three characters a colour, each
// one of 64 levels (0-9, A-Z, _, `, a-z) or, behind a '#', two hexadecimal digits a channel;
// "<N>" stands for N colours that lead from the one before it to the one behind it. What is left
// out at the end is dark grey. The Error is "REASON; REMEDY".
Result<std::vector<color::Rgb>> parseFractintColors(std::string_view text);

// The colours as Fractint uses them: count n has the colour n of 1 to 255, again and again; the
// colour `inside`, 0 to 255, is the interior's.
color::Coloring fractintColoring(const std::vector<color::Rgb>& colors, std::size_t inside);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/kernels/escape_part.h"

namespace fatou::julia {

// The name in a formula's text that is the radius of escape: "escape" of |z|, "escape_re" of |re z|
// and "escape_im" of |im z|, as in "c*sin(z),escape_im=50".
std::string_view escapeName(kernels::EscapePart part);

// What the name compares; nothing of any other name.
std::optional<kernels::EscapePart> escapePartNamed(std::string_view name);

// What is compared, for people: "|z|", "|re z|" or "|im z|".
std::string_view escapeText(kernels::EscapePart part);

// Reads a radius of escape as people write it, "50", "|z|>50", "|im z| > 50" or "|im(z)|>50", as
// the parameter that says it. The Error names the text.
Result<FormulaParameter> parseEscape(std::string_view text);

}  // namespace fatou::julia

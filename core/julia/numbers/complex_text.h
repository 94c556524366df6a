// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// Reads what parseComplex() reads, but refuses a text like "-0,75", which is one number with a
// decimal comma or another one as a pair: for text where either is as likely. "-0.8,0.156",
// "-0, 75" and "-0,8+0,156i" can be read in one way alone.
Result<ComplexDecimal> parseClearComplex(std::string_view text);

}  // namespace fatou::julia

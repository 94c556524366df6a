// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/julia/decimal.h"

namespace fatou::julia {

// As parseComplex(), where a number with a decimal comma is as likely as a pair: "-0,75" is
// refused, as is every text that is another number with a decimal comma; "-0.8,0.156", "-0, 75"
// and "-0,8+0,156i" can be read in one way alone.
Result<ComplexDecimal> parseClearComplex(std::string_view text);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// Arithmetic on decimals, for views and points that move at any depth. Exact, but that a result of
// more than Decimal::kMaxDigits digits is rounded to as many.
Decimal operator+(const Decimal& a, const Decimal& b);
Decimal operator-(const Decimal& a, const Decimal& b);
Decimal operator*(const Decimal& a, const Decimal& b);
Decimal operator*(const Decimal& a, std::int64_t b);

Decimal half(const Decimal& a);

// The nearest multiple of 10^power, the one further from 0 where two are.
Decimal rounded(const Decimal& a, std::int64_t power);
ComplexDecimal rounded(const ComplexDecimal& a, std::int64_t power);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "core/julia/numbers/decimal.h"

namespace fatou::julia {

// Arithmetic on complex decimals whose results are decimals too: nothing where a part of the result
// is none, as that of 1/3, has more than `mostDigits` digits from its first to its last, or is
// beyond 1e300 or 1e-300.
std::optional<ComplexDecimal> exactSum(const ComplexDecimal& a, const ComplexDecimal& b,
                                       std::size_t mostDigits);
std::optional<ComplexDecimal> exactProduct(const ComplexDecimal& a, const ComplexDecimal& b,
                                           std::size_t mostDigits);
// b is not 0.
std::optional<ComplexDecimal> exactQuotient(const ComplexDecimal& a, const ComplexDecimal& b,
                                            std::size_t mostDigits);

// exponent >= 0; a^0 is 1.
std::optional<ComplexDecimal> exactPower(const ComplexDecimal& a, std::int32_t exponent,
                                         std::size_t mostDigits);

ComplexDecimal negated(const ComplexDecimal& a);
bool isZero(const ComplexDecimal& a);

// The number in the one shortest way to write it: 0.5 for 5e-1.
Decimal plain(const Decimal& a);

}  // namespace fatou::julia

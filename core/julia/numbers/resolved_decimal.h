// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>

#include "core/julia/numbers/decimal.h"
#include "core/julia/numbers/scaled.h"

namespace fatou::julia {

// `value` with as many decimal places as `resolution` > 0, a pixel's side, tells apart, and one
// more so that neighbours stay evenly apart; without zeros at the end. Both finite.
Decimal resolvedDecimal(double value, double resolution);

ComplexDecimal resolvedDecimal(std::complex<double> value, double resolution);

// The decimal places that tell numbers `resolution` > 0 apart, and one more, as above; at least 0.
std::int64_t placesFor(const Scaled& resolution);

// base + offset x unit, rounded to `places` decimal places: what a point of a view at any depth is
// called. For a base that has no more places, the same offset and minus it cancel. The offset is
// finite.
Decimal resolvedSum(const Decimal& base, double offset, const Scaled& unit, std::int64_t places);

ComplexDecimal resolvedSum(const ComplexDecimal& base, std::complex<double> offset,
                           const Scaled& unit, std::int64_t places);

}  // namespace fatou::julia

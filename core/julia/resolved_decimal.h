// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>

#include "core/julia/decimal.h"
#include "core/julia/scaled_real.h"

namespace fatou::julia {

// `value` with as many decimal places as `resolution` > 0, a pixel's side, tells apart, and one
// more so that neighbours stay evenly apart; without zeros at the end. Both finite.
Decimal resolvedDecimal(double value, double resolution);

ComplexDecimal resolvedDecimal(std::complex<double> value, double resolution);

// The decimal places that tell numbers `resolution` > 0 apart, and one more, as above; at least 0.
std::int64_t placesFor(const ScaledReal& resolution);

// base + offset x 2^exponent, rounded to `places` decimal places and without zeros at the end:
// what a point of a view at any depth is called. Multiples of 10^-places plus the same offset and
// minus it are themselves again. At most Decimal::kMaxDigits places; the offset is finite.
Decimal resolvedSum(const Decimal& base, double offset, std::int64_t exponent, std::int64_t places);

ComplexDecimal resolvedSum(const ComplexDecimal& base, std::complex<double> offset,
                           std::int64_t exponent, std::int64_t places);

// (to - from) / 2^exponent, the nearest doubles to it, for points however near to each other; 0 or
// infinite beyond a double's range.
std::complex<double> offsetBetween(const ComplexDecimal& from, const ComplexDecimal& to,
                                   std::int64_t exponent);

}  // namespace fatou::julia

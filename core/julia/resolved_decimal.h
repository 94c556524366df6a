// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>

#include "core/julia/decimal.h"

namespace fatou::julia {

// `value` with as many decimal places as `resolution` > 0, a pixel's side, tells apart, and one
// more so that neighbours stay evenly apart; without zeros at the end. Both finite.
Decimal resolvedDecimal(double value, double resolution);

ComplexDecimal resolvedDecimal(std::complex<double> value, double resolution);

}  // namespace fatou::julia

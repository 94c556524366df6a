// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QString>

#include "core/julia/numbers/decimal.h"

namespace fatou::ui {

// "61.3 ms", "4.00 µs", "1.94 s", "2 min 05 s": three figures, the unit that suits; "0 s" for none.
QString timeText(double seconds);

// "5,000": in full, its thousands set apart.
QString groupedText(std::int64_t number);

// "640", "9.1 M", "4.3 G".
QString countText(double count);

// "3.1 G/s".
QString rateText(double perSecond);

// The label of a place on a time axis, in the unit that suits the distance of its neighbours:
// "0 ms", "10 ms", "2.5 ms"; at most one figure behind the point.
QString tickText(double seconds, double step);

// "-0.7269,0.1889", for titles and lists: of a part with more than twelve figures, as many,
// rounded, and "…".
QString shortText(const julia::ComplexDecimal& number);

// "|λ| = 0.2254": four decimals, more only where they would make 1 of what is less. Where it is 0
// but for rounding, "superattracting".
QString multiplierText(double modulus);

// Whether a multiplier of that modulus is 0 but for rounding.
bool isSuperattracting(double modulus);

}  // namespace fatou::ui

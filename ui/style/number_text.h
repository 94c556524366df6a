// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QString>

namespace fatou::ui {

// "61.3 ms", "4.0 µs", "1.94 s", "2 min 05 s": three figures, the unit that suits; "0 s" for none.
QString timeText(double seconds);

// "640", "9.1 M", "4.3 G".
QString countText(double count);

// "3.1 G/s".
QString rateText(double perSecond);

// The label of a place on a time axis, in the unit that suits the distance of its neighbours:
// "0 ms", "10 ms", "2.5 ms"; at most one figure behind the point.
QString tickText(double seconds, double step);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/julia/dynamics/critical_orbit.h"

namespace fatou::ui {

// One or two sentences on the attracting cycle, or on why there is none.
QString attractingCycleText(const julia::CriticalOrbit& orbit);

// "No attracting cycle: the critical orbit escapes after 431 steps", to be shown where a cycle
// would be; empty where there is one.
QString noCycleText(const julia::CriticalOrbit& orbit);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/julia/critical_orbit.h"

namespace fatou::ui {

// One or two sentences on the attracting cycle, or on why there is none.
QString attractingCycleText(const julia::CriticalOrbit& orbit);

}  // namespace fatou::ui

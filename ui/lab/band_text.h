// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include <QString>

#include "ui/lab/run_lanes.h"

namespace fatou::ui {

// "Band 23 · rows 368–383 · 9.1 M iterations · 3.0 ms · waited 4.0 µs": what one band was. Rows
// that only repeat others by symmetry are named beside the ones that were computed.
QString bandText(const RunLanes& run, std::size_t band);

}  // namespace fatou::ui

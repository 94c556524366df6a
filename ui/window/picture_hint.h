// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include <QString>

#include "core/julia/dynamics/attracting_cycle.h"
#include "core/julia/plane/place.h"

namespace fatou::ui {

// One sentence for a picture of one colour, which looks as if nothing worked: why it is so, and
// what shows more. Empty for all others. `counts` are all of J of the place's picture, which shows
// `region`.
QString pictureHint(std::span<const std::int32_t> counts, const julia::Place& place,
                    const julia::CornerView& region,
                    const std::optional<julia::AttractingCycle>& cycle);

}  // namespace fatou::ui

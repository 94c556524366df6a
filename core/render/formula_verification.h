// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/julia/dynamics/exact_formula_count.h"
#include "core/julia/plane/place.h"

namespace fatou::render {

// Returns what is the same for all pixels of a picture that are checked by big numbers. `common`
// has it for z^2 + c; only the part that does not depend on the formula is taken from it. It is an
// Error if nothing is known of where the formula's orbits end.
Result<julia::FormulaCountToCheck> formulaCount(const julia::Place& place,
                                                const julia::CountToCheck& common);

}  // namespace fatou::render

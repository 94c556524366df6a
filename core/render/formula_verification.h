// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/julia/dynamics/exact_formula_count.h"
#include "core/julia/plane/place.h"

namespace fatou::render {

// What is the same for all pixels of a picture that are checked by big numbers: `common` has it for
// z^2 + c, of which only what does not depend on the formula is taken. The Error is that of a
// formula of which nothing says where its orbits end.
Result<julia::FormulaCountToCheck> formulaCount(const julia::Place& place,
                                                const julia::CountToCheck& common);

}  // namespace fatou::render

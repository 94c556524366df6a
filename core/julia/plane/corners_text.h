// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/julia/plane/place.h"

namespace fatou::julia {

// Reads the corners of a view: "XMIN,YMIN,XMAX,YMAX", also apart by spaces or semicolons and in
// brackets, or two complex numbers like "-1.3-1.3i, 1.3+1.3i". The Error names the text.
Result<CornerView> parseCorners(std::string_view text);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/render/render_request.h"
#include "core/stats/row_cost.h"

namespace fatou::render {

// The rows and points that the request's kernel is spared when it computes the whole picture at
// once, found without computing any of it.
stats::RowSavings rowSavings(const RenderRequest& request);

}  // namespace fatou::render

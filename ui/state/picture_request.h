// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/julia/plane/movable_view.h"
#include "core/render/render_request.h"
#include "ui/state/explorer_state.h"

namespace fatou::ui {

// The size of the state's picture on a canvas of this many device pixels.
PixelSize pictureSize(const ExplorerState& state, PixelSize canvas);

// What to render for a state. A picture that follows the canvas is snapped, so that pans keep the
// bits of what they share; one of its own size is just what the user asked for. The Error says why
// there is nothing to be seen.
Result<render::RenderRequest> pictureRequest(const ExplorerState& state, PixelSize canvas);

// The state with another formula. Where the formula has no deep zoom and the view is too deep for
// doubles, it is zoomed out to where they suffice, on a canvas of up to 3840 x 2160 pixels.
ExplorerState withFormula(ExplorerState state, julia::Formula formula);

// The view that gestures move, and the state's view after they have moved it.
Result<julia::MovableView> movableView(const ExplorerState& state, PixelSize canvas);
julia::View movedView(const ExplorerState& state, const julia::MovableView& view);

}  // namespace fatou::ui

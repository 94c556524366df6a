// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/state/picture_request.h"

#include "core/julia/formulas/formula_row.h"
#include "core/julia/plane/deep_grid.h"
#include "ui/state/formula_draft.h"

namespace fatou::ui {
namespace {

// The size of a full screen: a view that is resolved for it is resolved in a window of any size.
constexpr PixelSize kLargeCanvas{3'840, 2'160};

}  // namespace

PixelSize pictureSize(const ExplorerState& state, PixelSize canvas) {
  return state.size.value_or(canvas);
}

Result<render::RenderRequest> pictureRequest(const ExplorerState& state, PixelSize canvas) {
  const PixelSize size = pictureSize(state, canvas);
  // Colours do without quantities that the formula lacks.
  const auto wanted = [&state](bool wish, julia::Ability ability) {
    return wish && julia::has(state.place.formula, ability);
  };
  render::RenderRequest request{
      .picture = {.place = state.place,
                  .width = size.width,
                  .height = size.height,
                  .quantities = {.smooth = wanted(true, julia::Ability::Smooth),
                                 .distance =
                                     wanted(state.coloring.distanceLines, julia::Ability::Distance),
                                 .cycle = state.place.formula.hasBasins()}},
      .engines = state.engines};
  // A request that is slow to check is checked when the job that renders it is made.
  if (!isSlowToProve(state.place.formula))
    if (auto status = render::check(request); !status) return status.error();
  if (state.size) return request;
  auto view = movableView(state, canvas);
  if (!view) return view.error();
  request.picture.place.view = view.value().exact();
  return request;
}

ExplorerState withFormula(ExplorerState state, julia::Formula formula) {
  state.place.formula = formula;
  if (julia::has(formula, julia::Ability::Deep)) return state;
  const PixelSize size = pictureSize(state, kLargeCanvas);
  state.place.view = julia::resolvedView(state.place.view, size.width, size.height);
  return state;
}

Result<julia::MovableView> movableView(const ExplorerState& state, PixelSize canvas) {
  const PixelSize size = pictureSize(state, canvas);
  if (size.width < 2 || size.height < 2)
    return Error{"a picture of one row or column cannot be moved: make it larger"};
  return julia::MovableView::of(state.place.view, size.width, size.height, !state.size);
}

julia::View movedView(const ExplorerState& state, const julia::MovableView& view) {
  if (state.size) return view.exact();
  return view.centred();
}

}  // namespace fatou::ui

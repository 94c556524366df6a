// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/plane/movable_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace fatou::julia {

Result<MovableView> MovableView::of(const View& view, std::int32_t width, std::int32_t height,
                                    bool square) {
  if (!doublesResolve(view, width, height))
    return MovableView(deepView(view, width, height, square));
  auto exact = snapped(view, width, height, square);
  if (!exact) return exact.error();
  return MovableView(std::move(exact).value());
}

std::int32_t MovableView::width() const {
  return std::visit([](const auto& view) { return view.width; }, m_coordinates);
}

std::int32_t MovableView::height() const {
  return std::visit([](const auto& view) { return view.height; }, m_coordinates);
}

View MovableView::exact() const {
  const auto* deep = std::get_if<DeepView>(&m_coordinates);
  if (deep != nullptr && deep->stepX == deep->stepY) return deep->centred();
  return corners();
}

CornerView MovableView::corners() const {
  return std::visit([](const auto& view) { return view.corners(); }, m_coordinates);
}

CentreView MovableView::centred() const {
  return std::visit([](const auto& view) { return view.centred(); }, m_coordinates);
}

MovableView MovableView::panned(std::int64_t columns, std::int64_t rows) const {
  return std::visit(
      [&](const auto& view) { return MovableView(Coordinates(view.panned(columns, rows))); },
      m_coordinates);
}

DeepView MovableView::deep() const {
  if (const auto* deep = std::get_if<DeepView>(&m_coordinates)) return *deep;
  const auto& view = std::get<SnappedView>(m_coordinates);
  return deepView(view.corners(), view.width, view.height, view.stepX == view.stepY);
}

Result<MovableView> MovableView::zoomed(double pixelX, double pixelY, double factor) const {
  const auto* shallow = std::get_if<SnappedView>(&m_coordinates);
  if (shallow != nullptr &&
      std::log2(std::min(shallow->stepX, shallow->stepY) / factor) >= kLog2LeastDoubleStep) {
    auto view = shallow->zoomed(pixelX, pixelY, factor);
    if (!view) return view.error();
    return MovableView(std::move(view).value());
  }
  auto view = deep().zoomed(pixelX, pixelY, factor);
  if (!view) return view.error();
  // A view that is zoomed out is computed in doubles again as soon as they tell its pixels apart.
  const DeepView& found = view.value();
  if (found.stepX == found.stepY) return of(found.centred(), found.width, found.height);
  return of(found.corners(), found.width, found.height, false);
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <variant>

#include "core/base/result.h"
#include "core/julia/deep_grid.h"
#include "core/julia/deep_view.h"
#include "core/julia/snapped_view.h"

namespace fatou::julia {

// The view of a picture that gestures move, at any depth: its coordinates are exact doubles while
// pictures are computed in doubles, exact decimals below. Zooms cross from one to the other.
class MovableView {
 public:
  // The view nearest to the one asked for, at width x height >= 2 x 2 pixels; `square` as in
  // snapped(). The Error says why there is none.
  static Result<MovableView> of(const View& view, std::int32_t width, std::int32_t height,
                                bool square = true);

  std::int32_t width() const;
  std::int32_t height() const;

  // The view whose grid at this size has exactly these points.
  View exact() const;
  CornerView corners() const;
  // This view by its centre and half height, which read back as this view where pixels are square.
  CentreView centred() const;

  // The view moved by whole pixels.
  MovableView panned(std::int64_t columns, std::int64_t rows) const;
  // `factor` > 1 is closer; the point at the pixel, counted from the lower left, stays there to
  // within half a pixel. The Error says that there is nothing further out, or no deeper.
  Result<MovableView> zoomed(double pixelX, double pixelY, double factor) const;

  friend bool operator==(const MovableView&, const MovableView&) = default;

 private:
  using Coordinates = std::variant<SnappedView, DeepView>;
  explicit MovableView(Coordinates coordinates) : m_coordinates(std::move(coordinates)) {}
  DeepView deep() const;

  Coordinates m_coordinates;
};

}  // namespace fatou::julia

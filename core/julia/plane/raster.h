// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/julia/numbers/scaled.h"
#include "core/julia/plane/deep_grid.h"
#include "core/julia/plane/grid.h"
#include "core/julia/plane/place.h"

namespace fatou::julia {

// Where the pixels of a picture lie in the plane, at any depth; rows are counted from the lowest.
// Immutable.
class Raster {
 public:
  Raster() = default;  // of no picture
  // The Error is that of makeGrid().
  static Result<Raster> of(const View& view, std::int32_t width, std::int32_t height);

  std::int32_t width() const { return m_width; }
  std::int32_t height() const { return m_height; }
  // Whether doubles are the points, as doublesResolve() says; of a picture of no size they are not.
  bool isInDoubles() const { return !m_points.xs.empty(); }
  // The points where they are doubles; empty below.
  const Grid& points() const { return m_points; }
  // The distance of neighbours in a row, and in a column.
  const Scaled& stepX() const { return m_stepX; }
  const Scaled& stepY() const { return m_stepY; }
  // Half the height; of a single row, half of what two would have.
  Scaled radius() const { return m_stepY * (std::max(1, m_height - 1) / 2.0); }
  // The outermost points.
  CornerView corners() const;
  // A point, exactly or with digits far below what tells pixels apart.
  ComplexDecimal pointAt(std::int32_t column, std::int32_t row) const;

  // Where another picture's pixels are on this one: its pixel (x, y) at (left + scaleX x,
  // low + scaleY y).
  struct Placement {
    double left = 0.0;
    double low = 0.0;
    double scaleX = 1.0;
    double scaleY = 1.0;

    friend bool operator==(const Placement&, const Placement&) = default;
  };
  Placement placementOf(const Raster& other) const;

  // Where both have the same points: (x, y) here is (x + right, y + up) of the other. Nothing where
  // they share none, or a place with other bits.
  struct Shift {
    std::int64_t right = 0;
    std::int64_t up = 0;

    friend bool operator==(const Shift&, const Shift&) = default;
  };
  std::optional<Shift> shiftFrom(const Raster& other) const;

 private:
  View m_view;
  std::int32_t m_width = 0;
  std::int32_t m_height = 0;
  ComplexDecimal m_centre;
  Scaled m_stepX;
  Scaled m_stepY;
  Grid m_points;
};

}  // namespace fatou::julia

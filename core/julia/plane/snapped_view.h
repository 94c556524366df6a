// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>

#include "core/base/result.h"
#include "core/julia/plane/place.h"

namespace fatou::julia {

// A picture whose every coordinate is an exact double: column i is at (left + 2 i) * stepX / 2, row
// j at (low + 2 j) * stepY / 2, and none of these products is rounded. Counting in halves lets an
// even number of pixels lie symmetrically about 0, too. Two pictures with the same steps
// therefore share the bits of the points they share: what was computed for one is right for the
// other. That holds while the picture lies within |x|, |y| <= 4; beyond, points are rounded as
// anywhere else.
struct SnappedView {
  double stepX = 0.0;  // between neighbours, > 0, with few enough significant bits
  double stepY = 0.0;
  std::int64_t left = 0;   // the first column, counted from 0 in half steps
  std::int64_t low = 0;    // the lowest row
  std::int32_t width = 2;  // pixels, at least 2
  std::int32_t height = 2;

  double x(double pixel) const { return (static_cast<double>(left) + 2.0 * pixel) * (stepX / 2); }
  double y(double pixel) const { return (static_cast<double>(low) + 2.0 * pixel) * (stepY / 2); }
  double columnOf(double x) const { return x / stepX - static_cast<double>(left) / 2; }
  double rowOf(double y) const { return y / stepY - static_cast<double>(low) / 2; }

  // The region whose grid at width x height has exactly these coordinates.
  CornerView corners() const;

  // This view by its centre and half height, which read back as this view where pixels are square:
  // snapped(v.centred(), v.width, v.height) is v.
  CentreView centred() const;

  SnappedView panned(std::int64_t columns, std::int64_t rows) const;

  // `factor` > 1 is closer; the point at the pixel stays there to within half a pixel. The Error
  // says that double precision ends, or that there is nothing further out.
  Result<SnappedView> zoomed(double pixelX, double pixelY, double factor) const;

  friend bool operator==(const SnappedView&, const SnappedView&) = default;
};

// The view nearest to the one asked for, at width x height >= 2 x 2 pixels. Around a centre, pixels
// are square. With `square` a region is widened to have square pixels, too; else it keeps its edges
// to within a pixel. The Error says when double precision does not resolve the pixels.
Result<SnappedView> snapped(const View& view, std::int32_t width, std::int32_t height,
                            bool square = true);

}  // namespace fatou::julia

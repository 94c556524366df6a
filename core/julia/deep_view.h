// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/julia/place.h"
#include "core/julia/scaled.h"

namespace fatou::julia {

// A picture of any depth whose coordinates are exact decimals: pixels are stepX and stepY apart
// around the centre. Pans by whole pixels share the points that both pictures have, exactly.
struct DeepView {
  ComplexDecimal centre;
  Decimal stepX;  // between neighbours, > 0, with few digits
  Decimal stepY;
  std::int32_t width = 2;  // pixels, at least 2
  std::int32_t height = 2;

  CornerView corners() const;
  // This view by its centre and half height, which read back as this view where pixels are square.
  CentreView centred() const;

  DeepView panned(std::int64_t columns, std::int64_t rows) const;

  // `factor` > 1 is closer; the point at the pixel, counted from the lower left, stays there to
  // within a hundredth of a pixel. The Error says that decimals end.
  Result<DeepView> zoomed(double pixelX, double pixelY, double factor) const;

  friend bool operator==(const DeepView&, const DeepView&) = default;
};

// The view nearest to the one asked for, at width x height >= 2 x 2 pixels: its steps are rounded
// to seven digits, its centre is not. `square` as in snapped().
DeepView deepView(const View& view, std::int32_t width, std::int32_t height, bool square = true);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/plane_mapping.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace fatou::ui {
namespace {

PlaneMapping ofPoints(const julia::Grid& points) {
  const auto step = [](const std::vector<double>& axis) {
    return axis.size() < 2 ? 1.0
                           : (axis.back() - axis.front()) / static_cast<double>(axis.size() - 1);
  };
  return {points.xs.front(), points.ys.back(), step(points.xs), step(points.ys)};
}

}  // namespace

PlaneMapping PlaneMapping::of(const julia::Raster& raster) {
  if (raster.isInDoubles()) return ofPoints(raster.points());
  const auto power = static_cast<std::int64_t>(
      std::floor(std::max(raster.radius().log10(), raster.stepX().log10())));
  const julia::Scaled unit = julia::Scaled::of(julia::Decimal::fromDigits(false, "1", power));
  const double stepX = raster.stepX() / unit;
  const double stepY = raster.stepY() / unit;
  return {.left = -stepX * (raster.width() - 1) / 2.0,
          .top = stepY * (raster.height() - 1) / 2.0,
          .stepX = stepX,
          .stepY = stepY,
          .isDeep = true,
          .power = power};
}

}  // namespace fatou::ui

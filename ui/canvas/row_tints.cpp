// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/row_tints.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ui/style/engine_colors.h"

namespace fatou::ui {
namespace {

constexpr int kEngineAlpha = 84;
constexpr float kCostAlpha = 0.45F;
constexpr float kBlue = 0.62F;

}  // namespace

RowTint engineTint(const Picture& picture, const QPalette& palette) {
  return [&picture, palette](int imageRow) -> std::optional<QColor> {
    const auto engine = picture.engineOfRow(imageRow);
    if (!engine) return std::nullopt;
    QColor color = engineColor(*engine, picture.request().engines.count, palette);
    color.setAlpha(kEngineAlpha);
    return color;
  };
}

RowTint costTint(std::span<const float> costs) {
  float low = std::numeric_limits<float>::max();
  float high = 1.0F;
  for (const float cost : costs) {
    if (cost > 0.0F) low = std::min(low, std::max(cost, 1.0F));
    high = std::max(high, cost);
  }
  const float span = std::max(std::log(high / low), 1e-3F);
  return [costs, low, span](int imageRow) -> std::optional<QColor> {
    const float cost = costs[static_cast<std::size_t>(imageRow)];
    if (cost <= 0.0F) return std::nullopt;
    const float share = std::log(std::max(cost, low) / low) / span;
    return QColor::fromHsvF(kBlue * (1.0F - share), 0.85F, 1.0F, kCostAlpha);
  };
}

}  // namespace fatou::ui

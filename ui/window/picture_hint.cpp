// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/picture_hint.h"

#include <algorithm>
#include <complex>

#include <QCoreApplication>

#include "ui/style/number_text.h"

namespace fatou::ui {
namespace {

// If all points have escaped after so few steps, nothing of the set can be seen.
constexpr std::int32_t kFewSteps = 3;

QString tr(const char* text) {
  return QCoreApplication::translate("fatou::ui::PictureHint", text);
}

// Whether the cycle's trap has all of the region, as it does if it has its corners: a disc is
// convex.
bool isInTrap(const julia::CornerView& region, const julia::AttractingCycle& cycle) {
  for (const auto& re : {region.xmin, region.xmax})
    for (const auto& im : {region.ymin, region.ymax})
      if (!(std::abs(std::complex(re.toDouble(), im.toDouble()) - cycle.trapCentre) <
            cycle.trapRadius))
        return false;
  return true;
}

// Whether the set of c is a dust too fine to be seen, however near one looks.
bool isFar(const julia::ComplexDecimal& c) {
  return std::abs(std::complex(c.re.toDouble(), c.im.toDouble())) > 4.0;
}

}  // namespace

QString pictureHint(std::span<const std::int32_t> counts, const julia::Place& place,
                    const julia::CornerView& region,
                    const std::optional<julia::AttractingCycle>& cycle) {
  if (counts.empty()) return {};
  const auto [least, most] = std::ranges::minmax(counts);
  const QString steps = groupedText(most);
  if (least == place.tmax && cycle && isInTrap(region, *cycle))
    return tr("All of this is inside the set: no point here ever escapes");
  if (least == place.tmax)
    return tr("No pixel escapes within %1 steps: more iterations may show more").arg(steps);
  if (most != least && most > kFewSteps) return {};
  const QString leaves = most <= kFewSteps ? tr("Every point leaves at once")
                                           : tr("Every point leaves after %1 steps").arg(steps);
  if (isFar(place.c))
    return tr("%1: c is far outside the map's set, so choose one on the map").arg(leaves);
  return tr("%1: this is far from the set, and Home shows it").arg(leaves);
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/plane/raster.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/julia/numbers/decimal_arithmetic.h"

namespace fatou::julia {
namespace {

// One axis of a picture: `count` points around `centre`, extent / intervals apart, exactly.
struct Axis {
  Decimal centre;
  Decimal extent;
  std::int32_t intervals;
  std::int32_t count;
};

Axis axisX(const View& view, std::int32_t width, std::int32_t height) {
  if (const auto* corners = std::get_if<CornerView>(&view))
    return {half(corners->xmin + corners->xmax), corners->xmax - corners->xmin, width - 1, width};
  const auto& centred = std::get<CentreView>(view);
  return {centred.centre.re, centred.radius * 2, height - 1, width};
}

Axis axisY(const View& view, std::int32_t height) {
  if (const auto* corners = std::get_if<CornerView>(&view))
    return {half(corners->ymin + corners->ymax), corners->ymax - corners->ymin, height - 1, height};
  const auto& centred = std::get<CentreView>(view);
  return {centred.centre.im, centred.radius * 2, height - 1, height};
}

Scaled stepOf(const Axis& axis) {
  return Scaled::of(axis.extent) * (1.0 / std::max(1, axis.intervals));
}

bool overlap(std::int64_t shift, std::int64_t from, std::int64_t to) {
  return std::max<std::int64_t>(0, -shift) < std::min(to, from - shift);
}

// Returns the shift by which the points of two axes coincide: to[i] is from[i + shift].
std::optional<std::int64_t> exactShift(const Axis& from, const Axis& to) {
  if (from.intervals < 1 || to.intervals < 1 || from.count < 2 || to.count < 2) return std::nullopt;
  if (!(from.extent * to.intervals == to.extent * from.intervals)) return std::nullopt;
  const Decimal way = to.centre - from.centre;
  const double halves = 2.0 * (Scaled::of(way) / stepOf(from)) + from.count - to.count;
  if (!(std::abs(halves) < 1e9)) return std::nullopt;
  const std::int64_t shift = std::llround(halves / 2.0);
  const std::int64_t exactHalves = 2 * shift + to.count - from.count;
  if (!(way * (2 * from.intervals) == from.extent * exactHalves)) return std::nullopt;
  return overlap(shift, from.count, to.count) ? std::optional(shift) : std::nullopt;
}

// The shift of axes of doubles, whose points must be the same to the bit.
std::optional<std::int64_t> sameBitsShift(const std::vector<double>& from,
                                          const std::vector<double>& to) {
  if (from.size() < 2 || to.size() < 2) return std::nullopt;
  const double steps = (to.front() - from.front()) / (from[1] - from[0]);
  if (!(std::abs(steps) < 1e9)) return std::nullopt;
  const std::int64_t shift = std::llround(steps);
  const auto size = static_cast<std::int64_t>(to.size());
  const auto fromSize = static_cast<std::int64_t>(from.size());
  if (!overlap(shift, fromSize, size)) return std::nullopt;
  const auto first = std::max<std::int64_t>(0, -shift);
  const auto last = std::min(size, fromSize - shift);
  const bool same = std::equal(to.begin() + first, to.begin() + last, from.begin() + first + shift);
  return same ? std::optional(shift) : std::nullopt;
}

// `steps` steps from `from`, with two digits below a step.
Decimal stepsFrom(const Decimal& from, const Scaled& step, double steps) {
  const auto lastPlace = static_cast<std::int64_t>(std::floor(step.log10())) - 2;
  return rounded(from + decimalOf(step * steps, kDoubleDigits), lastPlace);
}

}  // namespace

Result<Raster> Raster::of(const View& view, std::int32_t width, std::int32_t height) {
  Raster raster;
  raster.m_view = view;
  raster.m_width = width;
  raster.m_height = height;
  raster.m_centre = centreOf(view);
  raster.m_stepX = stepOf(axisX(view, width, height));
  raster.m_stepY = stepOf(axisY(view, height));
  if (!doublesResolve(view, width, height)) return raster;
  auto points = makeGrid(view, width, height);
  if (!points) return points.error();
  raster.m_points = std::move(points).value();
  return raster;
}

CornerView Raster::corners() const {
  if (const auto* corners = std::get_if<CornerView>(&m_view); corners != nullptr && !isInDoubles())
    return *corners;
  const ComplexDecimal low = pointAt(0, 0);
  const ComplexDecimal high = pointAt(m_width - 1, m_height - 1);
  return {.xmin = low.re, .ymin = low.im, .xmax = high.re, .ymax = high.im};
}

ComplexDecimal Raster::pointAt(std::int32_t column, std::int32_t row) const {
  if (isInDoubles())
    return {Decimal::fromDouble(m_points.xs[static_cast<std::size_t>(column)]),
            Decimal::fromDouble(m_points.ys[static_cast<std::size_t>(row)])};
  // A single one is the first of two, as in linspace().
  return {stepsFrom(m_centre.re, m_stepX, column - std::max(1, m_width - 1) / 2.0),
          stepsFrom(m_centre.im, m_stepY, row - std::max(1, m_height - 1) / 2.0)};
}

Raster::Placement Raster::placementOf(const Raster& other) const {
  const auto first = [](double centres, double scale, std::int32_t ours, std::int32_t theirs) {
    return centres + (ours - 1) / 2.0 - scale * (theirs - 1) / 2.0;
  };
  const double scaleX = other.m_stepX / m_stepX;
  const double scaleY = other.m_stepY / m_stepY;
  const double right = Scaled::ofDifference(other.m_centre.re, m_centre.re) / m_stepX;
  const double up = Scaled::ofDifference(other.m_centre.im, m_centre.im) / m_stepY;
  return {.left = first(right, scaleX, m_width, other.m_width),
          .low = first(up, scaleY, m_height, other.m_height),
          .scaleX = scaleX,
          .scaleY = scaleY};
}

std::optional<Raster::Shift> Raster::shiftFrom(const Raster& other) const {
  if (m_width == 0 || other.m_width == 0 || isInDoubles() != other.isInDoubles())
    return std::nullopt;
  std::optional<std::int64_t> right;
  std::optional<std::int64_t> up;
  if (isInDoubles()) {
    right = sameBitsShift(other.m_points.xs, m_points.xs);
    up = sameBitsShift(other.m_points.ys, m_points.ys);
  } else {
    right = exactShift(axisX(other.m_view, other.m_width, other.m_height),
                       axisX(m_view, m_width, m_height));
    up = exactShift(axisY(other.m_view, other.m_height), axisY(m_view, m_height));
  }
  if (!right || !up) return std::nullopt;
  return Shift{*right, *up};
}

}  // namespace fatou::julia

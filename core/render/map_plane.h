// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/julia/formulas/formula.h"
#include "core/julia/numbers/decimal.h"
#include "core/julia/plane/place.h"

namespace fatou::render {

// Stands for all critical points: their orbits are all followed, and the one that stays inside
// longest counts.
inline constexpr std::int32_t kAllCritical = 0;

// Converts a critical point's number to text and back: "all", "1", "2" and so on. Other texts give
// nothing.
std::string criticalText(std::int32_t critical);
std::optional<std::int32_t> parseCritical(std::string_view text);

// The name under which files record, among their origin, which parameter they are a map of.
inline constexpr const char* kMapName = "map";

// The parameter that a map shows the plane of, and the orbits that it follows.
struct MapPlane {
  std::string parameter = "c";
  // The number of the critical point, 1 or more, in the order of the formula's CriticalFamily, or
  // kAllCritical. If no critical points are known, point 1 is 0.
  std::int32_t critical = 1;
  // The starting point of the orbits, instead of a critical point.
  std::optional<julia::ComplexDecimal> start{};
  julia::ComplexDecimal c{};  // the value of c if the map is of another parameter

  friend bool operator==(const MapPlane&, const MapPlane&) = default;
  static constexpr auto kFields =
      std::tuple(&MapPlane::parameter, &MapPlane::critical, &MapPlane::start, &MapPlane::c);
};

// The names of the parameters that have maps: c first if it occurs, then the others.
std::vector<std::string> mappedParameters(const julia::Formula& formula);

// The plane of a formula's first parameter, with critical point 1. `c` is the place's.
MapPlane usualPlane(const julia::Formula& formula, const julia::ComplexDecimal& c);

// The formula that a map of the plane is computed from, which must be the same for all values of
// the mapped parameter. If that is not c, it gets a value that, unlike 0, simplifies nothing.
julia::Formula mappedFormula(const julia::Formula& formula, const MapPlane& plane);

// The view that is shown first: the whole Mandelbrot set, or the neighbourhood of 0.
julia::CentreView usualMapView(const julia::Formula& formula);

// Whether it is the plane of c of a formula whose map has kernels of its own.
bool hasOwnKernels(const julia::Formula& formula, const MapPlane& plane);

// Checks the plane's parameter and critical point. Whether the formula has so many critical points
// takes time to find out and is checked by ProgramMap::create() instead.
Status check(const julia::Formula& formula, const MapPlane& plane);

}  // namespace fatou::render

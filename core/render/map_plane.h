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

// The critical point for which the orbits of all of them are followed, and the one counts that is
// outside last: a parameter is inside where any of them stays inside.
inline constexpr std::int32_t kAllCritical = 0;

// "all", "1", "2" ..., and back; nothing of any other text.
std::string criticalText(std::int32_t critical);
std::optional<std::int32_t> parseCritical(std::string_view text);

// The parameter of a file's origin that says of which number it is a map.
inline constexpr const char* kMapName = "map";

// Which plane of a formula's parameters a map is of, and which orbits it follows.
struct MapPlane {
  std::string parameter = "c";
  // Number 1, 2 ... of the formula's CriticalFamily, or kAllCritical. A formula of which no
  // critical points are known has the point 0 for its only one.
  std::int32_t critical = 1;
  // Where the orbits begin instead.
  std::optional<julia::ComplexDecimal> start{};
  julia::ComplexDecimal c{};  // where the map is that of another parameter

  friend bool operator==(const MapPlane&, const MapPlane&) = default;
  static constexpr auto kFields =
      std::tuple(&MapPlane::parameter, &MapPlane::critical, &MapPlane::start, &MapPlane::c);
};

// The parameters of a formula that there are maps of: c first.
std::vector<std::string> mappedParameters(const julia::Formula& formula);

// A formula's usual plane, of its first parameter. `c` is the place's.
MapPlane usualPlane(const julia::Formula& formula, const julia::ComplexDecimal& c);

// The formula as a map of the plane needs it: the same for all values of the parameter whose map it
// is. That is c as it is; another one gets a value that makes nothing simpler, as 0 would.
julia::Formula mappedFormula(const julia::Formula& formula, const MapPlane& plane);

// The part of it that is seen at first: all of the Mandelbrot set, or what is near 0.
julia::CentreView usualMapView(const julia::Formula& formula);

// Whether it is the plane of c of a formula that has kernels of its own for its map.
bool hasOwnKernels(const julia::Formula& formula, const MapPlane& plane);

// The Error of a plane that the formula has not, in its parameter or critical point. That there are
// so many critical points is looked at elsewhere, for it takes time: ProgramMap::create().
Status check(const julia::Formula& formula, const MapPlane& plane);

}  // namespace fatou::render

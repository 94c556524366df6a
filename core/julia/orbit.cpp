// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/orbit.h"

#include "core/kernels/power_map.h"

namespace fatou::julia {
namespace {

template <class Map>
std::vector<std::complex<double>> orbitUnder(Map map, std::complex<double> c,
                                             std::complex<double> z0, std::size_t most) {
  std::vector<std::complex<double>> points;
  double x = z0.real();
  double y = z0.imag();
  while (points.size() < most) {
    points.emplace_back(x, y);
    if (!(x * x + y * y <= 4.0)) break;
    const kernels::PlanePoint power = map.power(x, y);
    x = power.x + c.real();
    y = power.y + c.imag();
  }
  return points;
}

}  // namespace

std::vector<std::complex<double>> orbitOf(Formula formula, std::complex<double> c,
                                          std::complex<double> z0, std::size_t most) {
  return kernels::withMap(formula.degree(), [&](auto map) { return orbitUnder(map, c, z0, most); });
}

}  // namespace fatou::julia

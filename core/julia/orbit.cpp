// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/orbit.h"

namespace fatou::julia {

std::vector<std::complex<double>> orbitOf(Formula formula, std::complex<double> c,
                                          std::complex<double> z0, std::size_t most) {
  std::vector<std::complex<double>> points;
  double x = z0.real();
  double y = z0.imag();
  while (points.size() < most) {
    points.emplace_back(x, y);
    const double x2 = x * x;
    const double y2 = y * y;
    if (!(x2 + y2 <= 4.0)) break;
    const double xy = x * y;
    x = (x2 - y2) + c.real();
    y = (xy + xy) + c.imag();
  }
  return points;
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/dynamics/orbit.h"

#include "core/kernels/scalar_orbit.h"

namespace fatou::julia {

std::vector<std::complex<double>> orbitOf(Formula formula, std::complex<double> c,
                                          std::complex<double> z0, std::size_t most) {
  std::vector<std::complex<double>> points;
  kernels::withMap(formula.degree(), [&](auto map) {
    kernels::ScalarOrbit<decltype(map)> z{c.real(), c.imag(), z0.real(), z0.imag()};
    while (points.size() < most) {
      points.emplace_back(z.x, z.y);
      if (!(z.norm() <= 4.0)) break;
      z.advance();
    }
  });
  return points;
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <vector>

namespace fatou::julia {

// z_0, z_1 = z_0^2 + c, …: at most `most` points, ending with the first of |z| > 2. In the kernels'
// arithmetic, so that an orbit shown is the one that was counted.
std::vector<std::complex<double>> orbitOf(std::complex<double> c, std::complex<double> z0,
                                          std::size_t most);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <vector>

#include "core/julia/formulas/formula.h"

namespace fatou::julia {

// z_0, z_1 = f(z_0), …: at most `most` points, ending with the first that has escaped:
// |z| > 2, or what escapeExitOf() says of a formula with a program. In the kernels' arithmetic, so
// that an orbit shown is the one that was counted.
std::vector<std::complex<double>> orbitOf(Formula formula, std::complex<double> c,
                                          std::complex<double> z0, std::size_t most);

}  // namespace fatou::julia

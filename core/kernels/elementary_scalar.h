// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/kernels/complex_number.h"
#include "core/kernels/elementary.h"

namespace fatou::kernels {

// The functions of elementary.h for one number, with the same bits. They evaluate constants such as
// sin(1) in a formula, and are the scalar twin of the vectors.
ComplexNumber elementaryScalar(ElementaryFunction f, ComplexNumber z);
ComplexNumber elementaryScalar(PairFunction f, ComplexNumber a, ComplexNumber b);
ComplexNumber wholePowerScalar(ComplexNumber z, std::int32_t n);

}  // namespace fatou::kernels

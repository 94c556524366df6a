// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/kernels/elementary_scalar.h"

namespace fatou::julia {

// Arithmetic on complex numbers in the order in which programs round (kernels/program.h), so that
// what is made of it has the same bits on every machine.
namespace plain_complex {
kernels::ComplexNumber sum(kernels::ComplexNumber a, kernels::ComplexNumber b);
kernels::ComplexNumber difference(kernels::ComplexNumber a, kernels::ComplexNumber b);
kernels::ComplexNumber product(kernels::ComplexNumber a, kernels::ComplexNumber b);
kernels::ComplexNumber quotient(kernels::ComplexNumber a, kernels::ComplexNumber b);
// The principal value.
kernels::ComplexNumber squareRoot(kernels::ComplexNumber a);
double norm(kernels::ComplexNumber a);
bool isZero(kernels::ComplexNumber a);
// The polynomial whose number in front of x^k is polynomial[k], by Horner's scheme.
kernels::ComplexNumber valueAt(std::span<const kernels::ComplexNumber> polynomial,
                               kernels::ComplexNumber x);
}  // namespace plain_complex

// The roots of a polynomial of degree n = polynomial.size() - 1 >= 1, n numbers, each a function of
// the coefficients alone. Where the highest coefficients are 0 as many roots, the last ones, are no
// numbers; all are none where a coefficient is not finite.
//
// n = 1: -a_0 / a_1. n = 2: that with the principal root of the discriminant added, then that with
// it subtracted, both without cancellation. Else: Aberth's iteration, one root after the other,
// from r w^k with w = 0.4 + 0.9i and r the least power of two that Cauchy's bound allows, until no
// step is more than 2^-50 of its root, 100 turns at most; in ascending order of the real parts,
// then of the imaginary ones.
void plainRoots(std::span<const kernels::ComplexNumber> polynomial,
                std::span<kernels::ComplexNumber> roots);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>

#include "core/kernels/complex_number.h"

namespace fatou::julia {

// More operations on kernels::ComplexNumber, which like those beside it have the same bits on every
// machine.
namespace plain_complex {
// The principal value.
kernels::ComplexNumber squareRoot(kernels::ComplexNumber a);
bool isZero(kernels::ComplexNumber a);
// The polynomial whose number in front of x^k is polynomial[k], by Horner's scheme.
kernels::ComplexNumber valueAt(std::span<const kernels::ComplexNumber> polynomial,
                               kernels::ComplexNumber x);
}  // namespace plain_complex

// Finds the roots of a polynomial of degree n = polynomial.size() - 1 >= 1; each of the n roots is
// a function of the coefficients alone. For every leading coefficient that is 0 one root is NaN,
// the last ones; all are NaN where a coefficient is not finite.
//
// n = 1: -a_0 / a_1. n = 2: the quadratic formula without cancellation, first with plus, then with
// minus the principal root of the discriminant. Otherwise Aberth's iteration, one root after the
// other, starting at r w^k with w = 0.4 + 0.9i and r the smallest power of two that Cauchy's bound
// allows. It ends when no step exceeds 2^-50 of its root, or after 100 turns. These roots are
// ordered by their real parts, then by their imaginary parts. They mean nothing once a stop was
// requested, which is noticed within a turn.
void plainRoots(std::span<const kernels::ComplexNumber> polynomial,
                std::span<kernels::ComplexNumber> roots, const std::stop_token& stop = {});

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace fatou::kernels {

// What of a number x + iy is compared with the radius of escape.
enum class EscapePart : std::uint8_t { Modulus, Real, Imaginary };

// The square of that. That of the other part is multiplied by 0 and added, so that a number which
// is not finite, or whose square is not, is outside whatever is compared.
inline double escapeNorm(EscapePart part, double x, double y) {
  const double xx = x * x;
  const double yy = y * y;
  if (part == EscapePart::Modulus) return xx + yy;
  return part == EscapePart::Real ? xx + 0.0 * yy : 0.0 * xx + yy;
}

}  // namespace fatou::kernels

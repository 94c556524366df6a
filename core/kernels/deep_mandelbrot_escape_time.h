// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "core/kernels/mandelbrot_reference.h"

namespace fatou::kernels {

// Escape times of the critical orbit over a rectangle of parameters at any depth: c = C + (xs[col]
// + i ys[row]) 2^e, C and e those of the reference.
struct DeepMandelbrotJob {
  const MandelbrotReference& reference;
  std::span<const double> xs;
  std::span<const double> ys;
};

// Writes J, as mandelbrotEscapeTimes() has it but of the exact orbit, to counts[row * xs.size() +
// col], and the smooth count, as mandelbrotSmoothCounts() has it, where `smooth` is not empty.
//
// Rounding to double is worth about 10^-15 of the view in a pixel's place, so a count is wrong only
// where that decides. An orbit that comes back to one of its own points, bit for bit, when it
// begins the reference anew goes round for ever: its J is tmax, and the inside is cheap.
//
// The values depend on the reference and the pixel alone. Stops and returns as
// mandelbrotEscapeTimes() does.
bool deepMandelbrotEscapeTimes(const DeepMandelbrotJob& job, std::span<std::int32_t> counts,
                               std::span<float> smooth = {}, std::stop_token stop = {});

}  // namespace fatou::kernels

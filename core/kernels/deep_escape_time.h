// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "core/kernels/deep_reference.h"
#include "core/kernels/fast_escape_time.h"

namespace fatou::kernels {

// Escape times at any depth: of the points W + (xs[col] + i ys[row]) 2^e, W and e those of the
// reference's series approximation.
struct DeepJob {
  const DeepReference& reference;
  std::span<const double> xs;
  std::span<const double> ys;
};

// What may be wanted beside J, in the order of the counts; empty spans are not computed. As in
// EscapeQuantities, except that a pixel is `step` long in units of xs and ys.
struct DeepQuantities {
  std::span<float> smooth{};
  std::span<float> distance{};
  double step = 1.0;
};

// Writes J of the exact orbit z -> z^2 + c to counts[row * xs.size() + col]: c and W are what the
// reference's orbits were made of, with all their digits. Rounding to double is worth about 10^-14
// of a pixel's place in the view at the start, so a count is wrong only where an orbit passes
// |z| = 2 nearer than that.
//
// The same bits on every SIMD target and in deepEscapeTimesScalar(). At most 2^32 - 1 pixels. Stops
// and returns as escapeTimes() does.
bool deepEscapeTimes(const DeepJob& job, std::span<std::int32_t> counts,
                     const DeepQuantities& quantities = {}, FastStatistics* statistics = nullptr,
                     std::stop_token stop = {});

// Writes the same bits a pixel after the other, without vectors.
bool deepEscapeTimesScalar(const DeepJob& job, std::span<std::int32_t> counts,
                           const DeepQuantities& quantities = {}, std::stop_token stop = {});

}  // namespace fatou::kernels

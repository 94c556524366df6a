// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>

#include "core/kernels/escape_time.h"

namespace fatou::kernels {

// What colouring may want beside J, one value a pixel in the order of the counts. An empty span is
// not computed.
struct EscapeQuantities {
  // The smooth count t + 1 - log2(ln|z_t| / ln 2), t the time when the orbit is far away
  // (far_away.h): continuous over the exterior, and near J + 1/2 unless z_0 is far away or |c| near
  // 2 or above. tmax where J is tmax or the orbit never gets far.
  std::span<float> smooth;
  // The estimate |z| ln|z| / |z'| of the distance to the Julia set there, in units of pixelSize, z'
  // being the derivative by the starting point; 0 where J is tmax or the orbit never gets far. At
  // most the largest float.
  std::span<float> distance;
  double pixelSize = 1.0;
};

// Fills what is asked for from the job and its finished counts. J is an input here: no colouring
// can change it, and knowing it makes this a walk of known length, in blocks of neighbours or,
// where those escape at times far apart, of pixels sorted by time. Costs about 3 ns a pixel with
// AVX-512 where J is small and else up to about what escapeTimes() does, half as much again with
// distances; what is inside costs next to nothing. (fastSmoothCounts() has smooth counts for less.)
//
// Where orbits in double and in long double are the same, distances are within 10^-6 of themselves,
// and smooth counts within 1.6 10^-7 and half a unit of a float's last place of those in long
// double: within 10^-6 below 16.
//
// The values are the same bits on every SIMD target and in escapeQuantitiesScalar(). Returns false
// when `stop` was requested before the end, noticed as in escapeTimes().
bool escapeQuantities(const EscapeTimeJob& job, std::span<const std::int32_t> counts,
                      const EscapeQuantities& wanted, std::stop_token stop = {});

// Writes the same bits a pixel after the other, without vectors.
bool escapeQuantitiesScalar(const EscapeTimeJob& job, std::span<const std::int32_t> counts,
                            const EscapeQuantities& wanted, std::stop_token stop = {});

}  // namespace fatou::kernels

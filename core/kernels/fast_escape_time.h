// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <tuple>
#include <vector>

#include "core/kernels/escape_time.h"
#include "core/kernels/interior_trap.h"

namespace fatou::kernels {

// How well the lanes of the vectors were used.
struct FastStatistics {
  // Iterations of pixels that were iterated one by one: the sum of their J, without what the trap
  // spared. Pixels of blocks that were settled together do not count.
  std::int64_t usefulLaneIterations = 0;
  // Vectors iterated, times their lanes: with those that idled, were repeated or overshot, and with
  // those that followed blocks.
  std::int64_t allLaneIterations = 0;

  friend bool operator==(const FastStatistics&, const FastStatistics&) = default;
  static constexpr auto kFields =
      std::tuple(&FastStatistics::usefulLaneIterations, &FastStatistics::allLaneIterations);
};

// Points that mirror those of a job but for rounding: the mirror of xs[col] + i ys[row] is
// mirror.xs[col] + i mirror.ys[row], and its distance from where it should be exactly, the pixel
// turned by 180 degrees (or, if c is real, its conjugate), is `distance` at most.
struct NearMirror {
  std::span<const double> xs;
  std::span<const double> ys;
  double distance = 0.0;
};

// A pixel whose mirror's J, or smooth count if wanted, is not proven to be its own, and that
// mirror's J.
struct MirrorDeviation {
  std::uint32_t index = 0;  // of the pixel in the counts
  std::int32_t count = 0;

  friend bool operator==(const MirrorDeviation&, const MirrorDeviation&) = default;
};

// The same counts as escapeTimes(), bit for bit, sooner:
// - blocks of pixels that provably escape at the same step, or never, are settled together;
// - no lane waits for its neighbours: pixels that live on are moved together in a list;
// - |z| is looked at every few iterations only, and the exact step of those found outside is found
//   by bisection from where they stood before; how many follows from how many leave;
// - an orbit inside the trap is done: it is proven to be tmax.
// Makes sense for any job; where |c| > 1.99, where orbits can come back, it is escapeTimes() itself
// and the statistics, if asked for, are 0.
//
// Of z^2 + c alone, at most 2^32 - 1 pixels. Stops and returns as escapeTimes() does.
bool fastEscapeTimes(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                     std::span<std::int32_t> counts, FastStatistics* statistics = nullptr,
                     std::stop_token stop = {});

// What fastMirroredEscapeTimes() tells beside the counts.
struct MirrorReport {
  FastStatistics statistics;
  std::vector<MirrorDeviation> deviations;  // in no order
  std::vector<float> smooth;                // the deviations' smooth counts, if wanted
};

// Where the counts go, and the smooth counts, one a pixel each.
struct SmoothPicture {
  std::span<std::int32_t> counts;
  std::span<float> smooth;
};

// Writes the same counts, and the smooth counts of escapeQuantities(), bit for bit: what the kernel
// knows of orbits at their escape spares the way there.
bool fastSmoothCounts(const EscapeTimeJob& job, const std::optional<InteriorTrap>& trap,
                      const SmoothPicture& picture, FastStatistics* statistics = nullptr,
                      std::stop_token stop = {});

// Writes the counts of a job and of its mirror at once, for the price of little more than one: the
// mirror's counts are those of the job except for the deviations, whose counts are given. Needs
// escapeIsMonotone() and at most 2^31 - 1 pixels.
bool fastMirroredEscapeTimes(const EscapeTimeJob& job, const NearMirror& mirror,
                             const std::optional<InteriorTrap>& trap,
                             std::span<std::int32_t> counts, MirrorReport& report,
                             std::stop_token stop = {});

// Does what fastMirroredEscapeTimes() does, with smooth counts: the mirror's, too, are those of the
// job except for the deviations.
bool fastMirroredSmoothCounts(const EscapeTimeJob& job, const NearMirror& mirror,
                              const std::optional<InteriorTrap>& trap, const SmoothPicture& picture,
                              MirrorReport& report, std::stop_token stop = {});

}  // namespace fatou::kernels

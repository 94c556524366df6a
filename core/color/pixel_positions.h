// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace fatou::color {

// Places in one period of a gradient: half an 8-bit step where it runs from black to white in a
// twentieth of it, and 16 KiB, half the first-level cache.
inline constexpr std::uint32_t kPositions = 4096;

// The position that many periods from the gradient's beginning; whole periods are taken off first,
// so that high counts keep their digits. `periods` is at least -1024 and less than 2^30.
std::uint32_t positionAtPeriods(float periods);

// Says how the position of a pixel in a table of colours follows from its count.
struct PositionRule {
  enum class Scale {
    Entries,  // a table with an entry for each step of count_scale.h
    Linear,   // a table over the gradient's period, which the count goes through evenly …
    Root      // … or as its square root does
  };
  Scale scale = Scale::Entries;
  float periods = 0.0F;        // that a count of 1 takes if Linear, that a root of 1 takes if Root
  float start = 0.0F;          // in periods: where count 0 is, 0 ... 1
  std::int32_t last = 0;       // the highest entry
  std::int32_t tmax = 0;       // the count of the interior
  std::uint32_t interior = 0;  // the position of the interior

  friend bool operator==(const PositionRule&, const PositionRule&) = default;
};

// Finds the position of each pixel by its smooth count, or by its count where `smooth` is empty.
// `positions` and `smooth`, where it is given, are as long as `counts`.
void findPositions(const PositionRule& rule, std::span<const std::int32_t> counts,
                   std::span<const float> smooth, std::span<std::uint32_t> positions);

// The position of one pixel, found without vectors: tests compare findPositions() with it. `value`
// is the smooth count, or the count.
std::uint32_t positionOf(const PositionRule& rule, std::int32_t count, float value);

}  // namespace fatou::color

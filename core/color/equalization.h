// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "core/color/coloring.h"

namespace fatou::color {

// How often counts occur among the pixels that escaped, in about 8,000 steps at the most. Bands
// may be counted apart and merged in any order: the sum is the same.
class CountHistogram {
 public:
  // Counts by the smooth count where that is wanted and given, else by J, as a Shader does.
  void add(const Samples& samples, bool smooth, std::int32_t tmax);
  void merge(const CountHistogram& other);

  std::uint64_t total() const { return m_total; }

  friend bool operator==(const CountHistogram&, const CountHistogram&) = default;

 private:
  friend class Equalization;

  std::vector<std::uint64_t> m_pixels;  // by step; empty before anything was added
  std::uint64_t m_total = 0;

 public:
  static constexpr auto kFields = std::tuple(&CountHistogram::m_pixels, &CountHistogram::m_total);
};

// The place along the gradient that makes every colour as frequent as any other.
class Equalization {
 public:
  // An equalization of no pixels, whose rank() is cyclesAt(Mapping::Logarithm).
  Equalization() = default;
  explicit Equalization(const CountHistogram& histogram);

  // The share of the pixels that have a lower count, 0 ... 1; straight between the steps.
  double rank(double count) const;

  friend bool operator==(const Equalization&, const Equalization&) = default;

 private:
  std::vector<double> m_below;  // share of the pixels below each step, and 1 at the end

 public:
  static constexpr auto kFields = std::tuple(&Equalization::m_below);
};

}  // namespace fatou::color

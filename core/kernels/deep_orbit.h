// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/kernels/scaled_complex.h"

namespace fatou::kernels {

// A reference orbit Z_0, Z_1 = Z_0^2 + c … as the kernels read it: exact but for the rounding of
// each point to double. It ends with the first point clearly outside |z| <= 2, or goes on for as
// long as whoever made it found useful.
struct DeepOrbit {
  std::vector<double> re;
  std::vector<double> im;
  // Points nearer to 0 than 2^kTinyExponent, which a double rounds or loses; in order.
  std::vector<std::pair<std::size_t, ScaledComplex>> tiny;

  // Points so near to |z| = 2 that a double does not tell on which side the points around them are,
  // with |z|^2 - 4 as a real part; in order.
  std::vector<std::pair<std::size_t, ScaledComplex>> rim;

  static constexpr int kTinyExponent = -960;
  static constexpr double kRimWidth = 0x1p-30;  // of |z|^2

  std::size_t size() const { return re.size(); }
  std::size_t last() const { return re.size() - 1; }
  bool isTiny(std::size_t n) const { return std::abs(re[n]) < kTiny && std::abs(im[n]) < kTiny; }
  bool isOnRim(std::size_t n) const {
    return std::abs(re[n] * re[n] + im[n] * im[n] - 4.0) < kRimWidth;
  }
  ScaledComplex point(std::size_t n) const {
    if (!isTiny(n)) return ScaledComplex::of(re[n], im[n]);
    const auto at = std::ranges::lower_bound(tiny, n, {}, [](const auto& p) { return p.first; });
    return at != tiny.end() && at->first == n ? at->second : ScaledComplex{};
  }

 private:
  static constexpr double kTiny = 0x1p-960;
};

}  // namespace fatou::kernels

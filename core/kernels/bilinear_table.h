// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/kernels/deep_orbit.h"

namespace fatou::kernels {

// For a while a small distance from a reference orbit only gets multiplied: as long as |δ| is below
// ε |2Z|, the step δ <- (2Z + δ) δ is δ <- 2Z δ to within ε. Blocks of 1, 2, 4 … steps have one
// factor each, the product of 2Z, and a largest |δ| (bilinear approximation; there is no term in
// c, for c is the same). Immutable; good for as long as its orbit.
class BilinearTable {
 public:
  struct Block {
    ScaledComplex factor;
    std::int64_t largestExponent;  // valid where |δ| < 2^largestExponent
  };
  struct Skip {
    const ScaledComplex* factor = nullptr;
    std::size_t steps = 0;
  };

  struct Plan {
    std::size_t first = 0;  // blocks begin at points first, first + 1 …
    double log2Epsilon = kLog2Epsilon;
    // Whether blocks lead on from points outside |z| <= 2 or on its rim: for orbits whose escape
    // has been seen. Else no pixel passes such a point without a look.
    bool outside = false;
    std::stop_token stop{};  // when stopped, the longer blocks, or all, are not there
  };

  // One step. It is a mere factor for |δ| < 2^log2Largest, which is kNever if it never is.
  struct Step {
    ScaledComplex factor;
    double log2Largest;
  };
  static constexpr double kNever = -0x1p60;  // below any distance that occurs

  BilinearTable() = default;
  BilinearTable(const DeepOrbit& orbit, const Plan& plan);
  // Makes the table from the steps of any map's orbit; `stop` as in Plan.
  BilinearTable(std::vector<Step> steps, const std::stop_token& stop);

  // The longest block of at most `most` steps that begins at a point and takes any δ with both
  // parts below 2^(exponent + 1). Null where there is none.
  Skip longest(std::size_t point, std::int64_t exponent, std::size_t most) const;

  // 2^-53 gave no wrong count, 2^-24 did.
  static constexpr double kLog2Epsilon = -53.0;

 private:
  void build(std::vector<Step> level, const std::stop_token& stop);

  std::size_t m_first = 0;
  std::vector<std::vector<Block>> m_levels;  // m_levels[k][j] is from first + j 2^k, 2^k steps
};

}  // namespace fatou::kernels

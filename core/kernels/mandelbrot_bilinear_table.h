// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/kernels/deep_orbit.h"

namespace fatou::kernels {

// As BilinearTable, where c differs from the reference's by dc: blocks of steps δ <- (2Z + δ) δ +
// dc in which δ is too small for its square to matter, δ <- A δ + B dc (bilinear approximation).
// They are 8, 16 … steps long; one more goes from the first point to the end, which takes a pixel
// in a small Mandelbrot set round its whole period. Immutable, good for one view.
//
// A block of one step has A = 2Z, B = 1 and is right for |δ| < ε |2Z|; x then y is A = A_y A_x,
// B = A_y B_x + B_y for |δ| < min(r_x, (r_y - |B_x| |dc|) / |A_x|).
class MandelbrotBilinearTable {
 public:
  // For δ as doubles, with both parts smaller than `largest`.
  struct Block {
    double aRe;
    double aIm;
    double bRe;
    double bIm;
    double largest;  // 0 where the block does not fit doubles
  };
  // For any δ with |δ| < 2^largestExponent.
  struct ScaledBlock {
    ScaledComplex a;
    ScaledComplex b;
    std::int64_t largestExponent;
  };
  template <class B>
  struct Skip {
    const B* block = nullptr;
    std::size_t steps = 0;
  };

  struct Plan {
    std::size_t first = 1;       // where blocks may begin: there and every kShortest points
    std::size_t end = 1;         // the last point that a block may lead to
    double log2Reach = 0.0;      // of the largest |dc|
    bool anySize = true;         // whether δ that doubles do not hold will be asked for
    double log2Epsilon = -53.0;  // as in BilinearTable
    std::stop_token stop{};      // when stopped, the table has no blocks
  };

  MandelbrotBilinearTable() = default;
  MandelbrotBilinearTable(const DeepOrbit& orbit, const Plan& plan);

  // The longest block of at most `most` steps from a point on, null where there is none: for a δ
  // whose larger part is `size`, and whose larger part is below 2^(exponent + 1).
  Skip<Block> longest(std::size_t point, double size, std::size_t most) const;
  Skip<ScaledBlock> longestScaled(std::size_t point, std::int64_t exponent, std::size_t most) const;

  static constexpr std::size_t kShortest = 8;

 private:
  struct Draft;
  void keep(const std::vector<Draft>& drafts);

  Plan m_plan;
  // m_levels[k][j] is from first + j kShortest 2^k on, kShortest 2^k steps.
  std::vector<std::vector<Block>> m_levels;
  std::vector<std::vector<ScaledBlock>> m_scaledLevels;
  std::vector<Block> m_whole;  // one, or none
  std::vector<ScaledBlock> m_scaledWhole;
};

}  // namespace fatou::kernels

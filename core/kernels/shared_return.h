// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>

#include "core/kernels/deep_orbit.h"

namespace fatou::kernels {

// The way round for the pixels of a map that stay with a small Mandelbrot set for many periods.
// Each period begins with δ_1 = z^2 + dc near 0, and what follows up to the end of the reference is
// one polynomial in w = δ_1 / 2^e and u = dc / 2^e for all pixels: as SharedStart, but with two
// variables. Of those, u is the same in every period; a pixel keeps the polynomial in w that is
// left, and a period costs it one evaluation whatever its length is. Deeper than doubles reach
// there is none: δ is so small there that a block does as well.
class SharedReturn {
 public:
  static constexpr std::size_t kDegree = 7;

  struct Plan {
    std::size_t end = 1;         // the last point of the reference
    std::int64_t exponent = 0;   // e
    double reach = 1.0;          // |u| is at most this
    double tolerance = 0x1p-54;  // as SharedStart's, of the reach
  };

  // A pixel's own: the coefficients of w^0 ... w^kDegree.
  struct OfPixel {
    std::array<double, kDegree + 1> re{};
    std::array<double, kDegree + 1> im{};
  };

  SharedReturn() = default;
  SharedReturn(const DeepOrbit& orbit, const Plan& plan);

  // From point 1 to point 1 + steps() of the reference; 0 where there is no polynomial. No pixel
  // escapes on the way.
  std::size_t steps() const { return m_steps; }
  // Good for w with both parts smaller than this.
  double largest() const { return m_largest; }

  OfPixel ofPixel(double ux, double uy) const;
  // δ.
  static std::complex<double> value(const OfPixel& pixel, double x, double y);

 private:
  // Of w^j u^k with j + k <= kDegree, at [j][k]; [0][0] is 0.
  using Coefficients = std::array<std::array<std::complex<double>, kDegree + 1>, kDegree + 1>;
  using Sizes = std::array<double, kDegree + 1>;  // of the terms of each degree, at the most

  Sizes sizesOf(const Coefficients& b) const;
  bool step(const DeepOrbit& orbit, double& rest);
  void scaleBy(int shift);

  Plan m_plan;
  std::size_t m_steps = 0;
  double m_largest = 0.0;
  std::int64_t m_exponent = 0;
  Coefficients m_b{};
};

}  // namespace fatou::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <stop_token>

#include "core/kernels/deep_orbit.h"

namespace fatou::kernels {

// Series approximation: the first steps of all pixels of a view at once. While distances δ from the
// centre's orbit are small, δ_n is a polynomial in the pixel's place u = δ_0 / 2^exponent:
//   δ_n = s (b_1 u + b_2 u^2 …)
// with a binary exponent in s, and δ <- (2Z + δ) δ is a step of its coefficients. One evaluation
// takes a pixel from any depth to distances that a double holds with ease.
//
// Where c is what differs from pixel to pixel, u = dc / 2^exponent, the orbit given begins with
// Z_1 = c, for δ_1 = dc, and the step is δ <- (2Z + δ) δ + dc.
class SeriesApproximation {
 public:
  // 8 terms go to |δ| of about 2^-7; the steps after that are as cheap one by one.
  static constexpr std::size_t kTerms = 8;

  struct Plan {
    std::int64_t exponent = 0;  // pixels are u 2^exponent from the orbit's start
    double reach = 1.0;         // |u| is at most this
    std::int32_t tmax = 1;
    // Share of a pixel's place that what the polynomial leaves out may be worth.
    double tolerance = 0x1p-54;
    bool movesC = false;     // whether a pixel's place is its c's
    std::stop_token stop{};  // when stopped, it ends where it is
  };

  SeriesApproximation() = default;
  SeriesApproximation(const DeepOrbit& orbit, const Plan& plan);

  // How many steps the polynomial stands for: no pixel escapes before or with the last of them.
  std::size_t steps() const { return m_steps; }
  // How many more steps of δ all pixels take from there, with nothing to decide on the way: none
  // escapes, or comes nearer to 0 than to the centre's orbit.
  std::size_t sharedSteps() const { return m_sharedSteps; }
  // δ = value of the polynomial x 2^exponent(); 0 where a double holds it, and the coefficients
  // have been multiplied.
  std::int64_t exponent() const { return m_exponent; }
  const std::array<double, kTerms>& re() const { return m_re; }
  const std::array<double, kTerms>& im() const { return m_im; }

  // The polynomial and its derivative by u. The vectors do it in the same order.
  std::complex<double> value(double x, double y) const;
  std::complex<double> slope(double x, double y) const;

  // Distances below 2^-kDoubleDepth are kept with an exponent of their own: their squares must be
  // doubles, too.
  static constexpr std::int64_t kDoubleDepth = 400;

 private:
  struct Bounds;
  // dc in units of u 2^exponent.
  double parameterIn(std::int64_t exponent) const;
  void goStraight(const DeepOrbit& orbit, std::size_t end);
  bool step(const DeepOrbit& orbit, Bounds& bounds);
  void renormalise();

  void goOnInSteps(const DeepOrbit& orbit, std::size_t end, double reach);

  std::size_t m_steps = 0;
  std::size_t m_sharedSteps = 0;
  bool m_movesC = false;
  std::int64_t m_placeExponent = 0;
  std::int64_t m_exponent = 0;
  std::array<double, kTerms> m_re{};
  std::array<double, kTerms> m_im{};
};

}  // namespace fatou::kernels

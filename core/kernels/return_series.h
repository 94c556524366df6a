// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/kernels/deep_orbit.h"

namespace fatou::kernels {

// The next steps of all pixels of a map whenever they come by one point of the reference, the one
// after a point near 0, where δ is small. The steps from there are one polynomial in w = δ / 2^e
// and u = dc / 2^e for all pixels (series approximation in two variables; SeriesApproximation has
// one). The smaller w is, the further it goes: there is a polynomial for each ring of w, 16 times
// as large as the one before, and from point 1 the smallest may well go round the whole reference.
// That makes a period of a pixel in a small Mandelbrot set one evaluation, whatever its length is.
class ReturnSeries {
 public:
  static constexpr std::size_t kDegree = 7;

  struct Plan {
    std::size_t first = 1;  // the point that pixels come by
    std::size_t end = 1;    // the last point of the reference
    std::int64_t exponent =
        0;               // e; below -SeriesApproximation::kDoubleDepth there are no polynomials
    double reach = 1.0;  // |u| is at most this
    double tolerance = 0x1p-54;  // share of w, or of the reach, that what is left out may be worth
    std::stop_token stop{};      // when stopped, polynomials end early
  };

  // The coefficient of w^j u^k with j + k <= kDegree is at [j][k]; [0][0] is 0.
  using Coefficients = std::array<std::array<std::complex<double>, kDegree + 1>, kDegree + 1>;

  struct Ring {
    // The steps from the first point on; no pixel escapes on the way.
    std::size_t steps = 0;
    Coefficients b{};
  };

  // The polynomial of a ring for one u: the coefficients of w^0 ... w^kDegree.
  struct OfPixel {
    std::array<double, kDegree + 1> re{};
    std::array<double, kDegree + 1> im{};
  };

  ReturnSeries() = default;
  ReturnSeries(const DeepOrbit& orbit, const Plan& plan);

  // The smallest ring that holds every δ with both parts at most `size`; null if there is none, or
  // its polynomial does not go far.
  const Ring* ringOf(double size) const;
  // The factor that makes w of δ.
  double unit() const { return m_unit; }

  static OfPixel ofPixel(const Ring& ring, double ux, double uy);
  // δ at the end of the steps.
  static std::complex<double> value(const OfPixel& pixel, double x, double y);
  const Ring* innermost() const { return m_rings.data(); }

 private:
  double m_unit = 1.0;
  int m_firstExponent = 0;  // the first ring has both parts of δ below 2^this, and so on
  std::vector<Ring> m_rings;
};

// The returns from point 1, and from the points after those of the reference that are nearest to 0.
// Immutable, good for one view.
class SharedReturns {
 public:
  SharedReturns() = default;
  // `plan.first` is not used.
  SharedReturns(const DeepOrbit& orbit, const ReturnSeries::Plan& plan);

  // Null where there is none.
  const ReturnSeries* at(std::size_t point) const {
    return m_which.empty() || m_which[point] == 0 ? nullptr : &m_returns[m_which[point] - 1U];
  }
  // The polynomial that pixels come by again and again, if any.
  const ReturnSeries::Ring* wholeWay() const {
    return m_returns.empty() ? nullptr : m_returns.front().innermost();
  }

 private:
  std::vector<ReturnSeries> m_returns;  // the return from point 1 first
  std::vector<std::uint8_t> m_which;    // by point: 0, or one more than the index
};

}  // namespace fatou::kernels

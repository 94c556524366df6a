// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For the sources of core alone, as big_float.h.

#include <cstdint>

#include "core/julia/numbers/big_float.h"

namespace fatou::julia {

// The orbit of one point under z -> z^2 + c in big numbers, a point at a time. Each step adds a few
// roundings of numbers below 4.
class BigOrbit {
 public:
  BigOrbit(const ComplexDecimal& c, const ComplexDecimal& start, std::int64_t bits)
      : m_cx(c.re, bits),
        m_cy(c.im, bits),
        m_x(start.re, bits),
        m_y(start.im, bits),
        m_x2(bits),
        m_y2(bits) {}

  // Moves the point by (x + iy) 2^exponent.
  void move(double x, double y, std::int64_t exponent) {
    m_x2.setScaled(x, exponent);
    m_y2.setScaled(y, exponent);
    m_x.setSum(m_x, m_x2);
    m_y.setSum(m_y, m_y2);
  }

  // 2xy = (x + y)^2 - x^2 - y^2, for a square is cheaper than a product.
  void step() {
    m_y2.setSquare(m_y);
    m_y.setSum(m_x, m_y);
    m_x2.setSquare(m_x);
    m_y.setSquare(m_y);
    m_y.setDifference(m_y, m_x2);
    m_y.setDifference(m_y, m_y2);
    m_y.setSum(m_y, m_cy);
    m_x.setDifference(m_x2, m_y2);
    m_x.setSum(m_x, m_cx);
  }

  const BigFloat& x() const { return m_x; }
  const BigFloat& y() const { return m_y; }

 private:
  BigFloat m_cx, m_cy, m_x, m_y, m_x2, m_y2;
};

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kernels/scaled_complex.h"

namespace fatou::kernels {

// Where a pixel was, to see whether it comes back: bit for bit, so that it then goes round for
// ever. What is remembered moves on at doubled times (R. P. Brent, BIT 20, 1980).
class ReturnWatch {
 public:
  // Whether `state` is the one that is remembered.
  bool isBack(std::size_t orbit, const ScaledComplex& state) {
    if (m_orbit == orbit && m_state == state) return true;
    if (++m_seen < m_until) return false;
    m_until *= 2;
    m_seen = 0;
    m_orbit = orbit;
    m_state = state;
    return false;
  }

 private:
  std::size_t m_orbit = 0;  // which no pixel comes to
  ScaledComplex m_state{};
  std::int32_t m_seen = 0;
  std::int64_t m_until = 1;
};

}  // namespace fatou::kernels

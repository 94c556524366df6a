// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For sources of the core that compute with decimals; not installed, as it needs MPFR.

#include <algorithm>
#include <cstdint>
#include <string>

#include <boost/multiprecision/mpfr.hpp>

#include "core/julia/decimal.h"

namespace fatou::julia {

using BigFloat = boost::multiprecision::mpfr_float;

// Sets the precision of new big numbers on this thread.
class PrecisionScope {
 public:
  explicit PrecisionScope(unsigned digits) : m_before(BigFloat::default_precision()) {
    BigFloat::default_precision(digits);
  }
  ~PrecisionScope() { BigFloat::default_precision(m_before); }
  PrecisionScope(const PrecisionScope&) = delete;
  PrecisionScope& operator=(const PrecisionScope&) = delete;

 private:
  unsigned m_before;
};

inline BigFloat toBig(const Decimal& x) {
  return BigFloat((x.isNegative() ? "-" : "") + (x.isZero() ? std::string("0") : x.digits()) + "e" +
                  std::to_string(x.exponent()));
}

// The power of ten just above a number other than 0.
inline std::int64_t topOf(const Decimal& x) {
  return x.exponent() + static_cast<std::int64_t>(x.digits().size());
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Big numbers for tests on one thread: Boost keeps the precision of new ones in a global.

#include <string>

#include <boost/multiprecision/mpfr.hpp>

#include "core/julia/numbers/decimal.h"

namespace fatou::tests {

using BigFloat = boost::multiprecision::mpfr_float;

// Sets the precision of new big numbers on this thread, in decimal digits.
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

// The decimal to this thread's precision.
inline BigFloat toBig(const julia::Decimal& x) {
  return BigFloat((x.isNegative() ? "-" : "") + (x.isZero() ? std::string("0") : x.digits()) + "e" +
                  std::to_string(x.exponent()));
}

}  // namespace fatou::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For zoom_path.cpp: powers and logarithms of decimals; not installed, as it needs MPFR.

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <string>

#include <boost/multiprecision/mpfr.hpp>

#include "core/julia/decimal.h"

namespace fatou::animation {

using BigFloat = boost::multiprecision::mpfr_float;

// Sets the precision of new big numbers while it lives, and keeps other threads from using any: in
// Boost 1.74 that precision is one for the whole process. Big numbers live within a scope; scopes
// are short and do not nest.
class PrecisionScope {
 public:
  explicit PrecisionScope(unsigned digits)
      : m_lock(turn()), m_before(BigFloat::default_precision()) {
    BigFloat::default_precision(digits);
  }
  ~PrecisionScope() {
    BigFloat::default_precision(m_before);
    // What logarithms keep for the next one; nobody frees it when the thread ends.
    mpfr_free_cache2(MPFR_FREE_LOCAL_CACHE);
  }
  PrecisionScope(const PrecisionScope&) = delete;
  PrecisionScope& operator=(const PrecisionScope&) = delete;

 private:
  static std::mutex& turn() {
    static std::mutex mutex;
    return mutex;
  }

  std::unique_lock<std::mutex> m_lock;
  unsigned m_before;
};

inline BigFloat toBig(const julia::Decimal& x) {
  return BigFloat((x.isNegative() ? "-" : "") + (x.isZero() ? std::string("0") : x.digits()) + "e" +
                  std::to_string(x.exponent()));
}

// The power of ten just above a number other than 0.
inline std::int64_t topOf(const julia::Decimal& x) {
  return x.exponent() + static_cast<std::int64_t>(x.digits().size());
}

}  // namespace fatou::animation

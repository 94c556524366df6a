// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Arguments for the tests of core/kernels/elementary.h: the same everywhere, without a library's
// distributions.

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "core/kernels/elementary.h"
#include "core/kernels/elementary_scalar.h"

namespace fatou::tests {

inline constexpr double kInf = std::numeric_limits<double>::infinity();
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Real and imaginary parts apart, as kernels take them.
struct Numbers {
  std::vector<double> re;
  std::vector<double> im;

  Numbers() = default;
  explicit Numbers(std::size_t size) : re(size), im(size) {}

  std::size_t size() const { return re.size(); }
  kernels::ComplexNumber at(std::size_t k) const { return {re[k], im[k]}; }
  void add(double x, double y) {
    re.push_back(x);
    im.push_back(y);
  }
  void add(const Numbers& more) {
    re.insert(re.end(), more.re.begin(), more.re.end());
    im.insert(im.end(), more.im.begin(), more.im.end());
  }
  Numbers reversed() const {
    Numbers result;
    result.re.assign(re.rbegin(), re.rend());
    result.im.assign(im.rbegin(), im.rend());
    return result;
  }
  kernels::ComplexRow row() const { return {re, im}; }
  kernels::ComplexResults results() { return {re, im}; }
};

class ArgumentSource {
 public:
  explicit ArgumentSource(std::uint64_t seed) : m_random(seed) {}

  // From -most to most.
  double uniform(double most) {
    return most * (static_cast<double>(m_random() >> 11U) * 0x1p-52 - 1.0);
  }
  // Of either sign, 2^least to 2^most with each exponent as likely as another.
  double ofAnySize(int least, int most) {
    const std::uint64_t bits = m_random();
    const auto span = static_cast<std::uint64_t>(most - least);
    const std::uint64_t exponent = static_cast<std::uint64_t>(1023 + least) + m_random() % span;
    constexpr std::uint64_t kOthers = 0x800fffffffffffff;
    return std::bit_cast<double>((bits & kOthers) | (exponent << 52U));
  }
  double ofAnyBits() { return std::bit_cast<double>(m_random()); }

  Numbers square(double most, int size) {
    Numbers result;
    for (int k = 0; k < size; ++k) result.add(uniform(most), uniform(most));
    return result;
  }
  Numbers ofAnySizes(int least, int most, int size) {
    Numbers result;
    for (int k = 0; k < size; ++k) result.add(ofAnySize(least, most), ofAnySize(least, most));
    return result;
  }
  Numbers ofAnyBits(int size) {
    Numbers result;
    for (int k = 0; k < size; ++k) result.add(ofAnyBits(), ofAnyBits());
    return result;
  }
  // About +-1, +-i and 0, where values vanish and cuts begin, about the unit circle, and about
  // multiples of pi / 2.
  Numbers nearPlaces(int size) {
    constexpr double kPlaces[][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {0, 0}, {0.6, 0.8}};
    Numbers result;
    for (int k = 0; k < size; ++k) {
      const double* place = kPlaces[k % 6];
      result.add(place[0] + ofAnySize(-52, -4), place[1] + ofAnySize(-52, -4));
      const double turn = 0.5 * std::numbers::pi * (k % 3 == 0 ? -1 : 1) * (1 + k % 20);
      result.add(turn, ofAnySize(-60, 2));
      result.add(ofAnySize(-60, 2), turn);
    }
    return result;
  }

 private:
  std::mt19937_64 m_random;
};

// steps by steps points of the square -5 to 5; with an odd number of steps both axes are among
// them.
inline Numbers gridOf(int steps) {
  Numbers result;
  const auto at = [steps](int k) { return (10.0 * k) / (steps - 1) - 5.0; };
  for (int row = 0; row < steps; ++row)
    for (int col = 0; col < steps; ++col) result.add(at(col), at(row));
  return result;
}

// Every pair of numbers with which arithmetic has its cases.
inline Numbers specialPairs() {
  constexpr double kParts[] = {0.0,   -0.0,   1.0,    -1.0,     0.5,   -2.0,   kInf,   -kInf,
                               kNan,  5e-324, 1e-310, -1.7e308, 1e154, 1e-154, 0x1p20, 1048575.5,
                               700.0, -745.0, 710.0,  1417.0,   1e-20, -3e-8,  0x1p28};
  Numbers result;
  for (const double x : kParts)
    for (const double y : kParts) result.add(x, y);
  return result;
}

inline bool sameNumber(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
         (std::isnan(a) && std::isnan(b));
}
inline bool sameNumber(kernels::ComplexNumber a, kernels::ComplexNumber b) {
  return sameNumber(a.re, b.re) && sameNumber(a.im, b.im);
}

}  // namespace fatou::tests

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace fatou::tests {

// numpy's linspace: both ends included, the last one exactly; one value is the first.
inline std::vector<double> linspace(double first, double last, std::size_t size) {
  std::vector<double> values(size, first);
  if (size < 2) return values;
  const double step = (last - first) / static_cast<double>(size - 1);
  for (std::size_t i = 0; i + 1 < size; ++i) values[i] = first + static_cast<double>(i) * step;
  values.back() = last;
  return values;
}

// A square view of the Julia set of c.
struct NamedJob {
  const char* name;
  std::complex<double> c;
  std::size_t size;
  std::int32_t tmax;
  std::complex<double> centre = 0.0;
  double radius = 1.3;
};

// The repelling fixed point with the larger multiplier: always in the Julia set.
inline std::complex<double> betaFixedPoint(std::complex<double> c) {
  return 0.5 * (1.0 + std::sqrt(1.0 - 4.0 * c));
}

// The centre of the bulb with period 60 next to the cusp of the main cardioid.
inline constexpr std::complex<double> kPeriod60{0.25272548539431694, 0.00027155749147510022};

// The jobs on which the fast kernel is measured, from views where all is over after a few steps to
// such where nothing ever is.
inline std::vector<NamedJob> jobTable() {
  const std::complex<double> dust{-0.7269, 0.1889};
  return {
      {"seed", {-0.065, 0.66}, 1024, 256},
      {"seed4096", {-0.065, 0.66}, 4096, 256},
      {"rabbit", {-0.123, 0.745}, 2048, 2000},
      {"rabbit1e6", {-0.123, 0.745}, 2048, 1000000},
      {"dust", dust, 2048, 5000},
      {"dendrite", {0.0, 1.0}, 2048, 1000},
      {"nearparabolic", {0.2501, 0.00005}, 1024, 20000},
      {"siegel", {-0.390541, -0.586788}, 1024, 10000},
      {"longcycle", kPeriod60, 1024, 20000},
      {"closeup", dust, 2048, 5000, betaFixedPoint(dust), 1e-4},
  };
}

}  // namespace fatou::tests

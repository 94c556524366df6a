// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/coloring.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/check.h"

namespace fatou::color {
namespace {

constexpr double kLinearCounts = 64.0;
constexpr double kRootsPerCycle = 8.0;
constexpr double kOctavesPerCycle = 4.0;
constexpr double kLift = 6.0;

// cyclesAt() for counts of 0 and more. Below 0 it goes on straight, with slopeAtZero().
double above(Mapping mapping, double count) {
  switch (mapping) {
    case Mapping::Linear:
      return count / kLinearCounts;
    case Mapping::SquareRoot:
      return (std::sqrt(1.0 + count) - 1.0) / kRootsPerCycle;
    case Mapping::Logarithm:
    case Mapping::Equalized:
      break;
  }
  return std::log2(1.0 + count / kLift) / kOctavesPerCycle;
}

double slopeAtZero(Mapping mapping) {
  switch (mapping) {
    case Mapping::Linear:
      return 1.0 / kLinearCounts;
    case Mapping::SquareRoot:
      return 0.5 / kRootsPerCycle;
    case Mapping::Logarithm:
    case Mapping::Equalized:
      break;
  }
  return std::numbers::log2e / (kLift * kOctavesPerCycle);
}

}  // namespace

Coloring Coloring::defaultColoring() {
  Gradient gradient = Gradient::defaultGradient();
  const Rgb interior = gradient.interior;
  return {.gradient = std::move(gradient), .interior = interior};
}

double cyclesAt(Mapping mapping, double count) {
  return count < 0.0 ? count * slopeAtZero(mapping) : above(mapping, count);
}

}  // namespace fatou::color

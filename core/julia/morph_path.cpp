// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/julia/morph_path.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace fatou::julia {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

double fraction(double phase) {
  const double rest = phase - std::floor(phase);
  return rest < 1.0 ? rest : 0.0;  // rounding makes 1 of the tiniest negative
}

std::complex<double> at(const CardioidCircle& circle, double phase) {
  return cardioidPoint({circle.radius, kTurn * phase});
}

// The point at a phase: the first half goes there, the second one back.
std::complex<double> at(const StraightLine& line, double phase) {
  const double share = 1.0 - std::abs(1.0 - 2.0 * phase);
  return (1.0 - share) * line.from + share * line.to;
}

double nearest(const CardioidCircle&, std::complex<double> c) {
  return fraction(cardioidCoordinates(c).angle / kTurn);
}

double nearest(const StraightLine& line, std::complex<double> c) {
  const std::complex<double> way = line.to - line.from;
  if (std::norm(way) == 0.0) return 0.0;
  const double share = ((c - line.from) * std::conj(way)).real() / std::norm(way);
  return 0.5 * std::clamp(share, 0.0, 1.0);
}

}  // namespace

std::complex<double> cardioidPoint(const CardioidCoordinates& coordinates) {
  const auto multiplier = std::polar(coordinates.radius, coordinates.angle);
  return multiplier / 2.0 - multiplier * multiplier / 4.0;
}

CardioidCoordinates cardioidCoordinates(std::complex<double> c) {
  const std::complex<double> multiplier = 1.0 - std::sqrt(1.0 - 4.0 * c);
  return {std::abs(multiplier), std::arg(multiplier)};
}

std::complex<double> pointOn(const MorphPath& path, double phase) {
  return std::visit([&](const auto& p) { return at(p, fraction(phase)); }, path);
}

double nearestPhase(const MorphPath& path, std::complex<double> c) {
  return std::visit([&](const auto& p) { return nearest(p, c); }, path);
}

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <tuple>
#include <variant>

namespace fatou::julia {

// c by the multiplier of its fixed point, r e^(i angle): r = 1 is the boundary of the main
// cardioid, r = 0 its centre, c = 0.
struct CardioidCoordinates {
  double radius = 0.0;
  double angle = 0.0;  // -pi ... pi

  friend bool operator==(const CardioidCoordinates&, const CardioidCoordinates&) = default;
};

// m / 2 - m^2 / 4 for the multiplier m.
std::complex<double> cardioidPoint(const CardioidCoordinates& at);

// The coordinates of c whose multiplier has a real part of at most 1; the other fixed point's is
// the same mirrored at 1.
CardioidCoordinates cardioidCoordinates(std::complex<double> c);

// Once around, anticlockwise from the positive real side.
struct CardioidCircle {
  double radius = 1.0;

  friend bool operator==(const CardioidCircle&, const CardioidCircle&) = default;
  static constexpr auto kFields = std::tuple(&CardioidCircle::radius);
};

// Straight from one place to another and back.
struct StraightLine {
  std::complex<double> from;
  std::complex<double> to;

  friend bool operator==(const StraightLine&, const StraightLine&) = default;
  static constexpr auto kFields = std::tuple(&StraightLine::from, &StraightLine::to);
};

using MorphPath = std::variant<CardioidCircle, StraightLine>;

// The place on the path at `phase`, of which only the fraction counts: 0 is the beginning, and 1
// is there again.
std::complex<double> pointOn(const MorphPath& path, double phase);

// The phase, 0 <= phase < 1, at which the path comes nearest to c: where to go on from there.
double nearestPhase(const MorphPath& path, std::complex<double> c);

}  // namespace fatou::julia

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>

#include "core/kernels/elementary_scalar.h"
#include "core/kernels/escape_quantities.h"
#include "core/kernels/program_escape_time.h"

namespace fatou::kernels {

// How a polynomial grows near infinity: |f(z)| is about lead |z|^degree, and more than |z| from the
// job's escape radius R on.
struct ProgramGrowth {
  int degree = 2;     // 2 or more
  double lead = 1.0;  // above 0
};

// Smooth counts and distances of a job from its finished counts, for a program with such growth;
// distances need its slope, and that the points are those where orbits begin. With w = |z| lead^(1
// / (degree - 1)), of which each step takes the power `degree`, W the same of R, and t the first
// time from J on that |z_t| is far beyond R:
//   smooth count  t + 1 - log_degree(ln w / ln W), which is from J to J + 1 where |z_J| <=
//   |W|^degree distance      |z| ln w / |z'|, in units of wanted.pixelSize
// and tmax and 0 where J is tmax or the orbit never gets far. For z^2 + c and R = 2 both are what
// escapeQuantities() means.
//
// The values are the same bits on every SIMD target and in programQuantitiesScalar(). Returns false
// when `stop` was requested before the end.
bool programQuantities(const ProgramJob& job, std::span<const std::int32_t> counts,
                       const ProgramGrowth& growth, const EscapeQuantities& wanted,
                       std::stop_token stop = {});
bool programQuantitiesScalar(const ProgramJob& job, std::span<const std::int32_t> counts,
                             const ProgramGrowth& growth, const EscapeQuantities& wanted,
                             std::stop_token stop = {});

// Reads both where an orbit is far away: once an orbit, so without vectors.
class FarReading {
 public:
  FarReading(const ProgramJob& job, const ProgramGrowth& growth, const EscapeQuantities& wanted);

  // The |z|^2 from which on z is far: a million times R, or less where f(z) might overflow.
  double far2() const { return m_far2; }
  // Whether an orbit that is not far away after so many steps is given up.
  std::int64_t mostSteps(std::int32_t escape) const { return escape + m_mostStepsAway; }

  // Writes what is wanted of a pixel whose z_t is z, z' being dz.
  void write(std::size_t pixel, std::int64_t t, ComplexNumber z, ComplexNumber dz) const;
  void writeInside(std::size_t pixel) const;

 private:
  const EscapeQuantities& m_wanted;
  float m_tmax;
  std::int64_t m_mostStepsAway;
  double m_far2;
  double m_shift;  // log2 of w / |z|
  double m_unit;   // log2 of W
  double m_share;  // 1 / log2 of the degree
};

}  // namespace fatou::kernels

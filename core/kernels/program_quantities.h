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

// The growth of a map near infinity: |f(z)| is about lead |z|^degree, and exceeds |z| from the
// job's escape radius R on.
struct ProgramGrowth {
  int degree = 2;     // 2 or more
  double lead = 1.0;  // above 0
};

// Computes smooth counts and distances of a job from its finished counts, for a program with this
// growth. Distances need the program's slope, and points that are starting points. Let w = |z|
// lead^(1 / (degree - 1)), which each step raises to the power `degree`; W is w at |z| = R, and t
// the first time from J on at which |z_t| is far beyond R. Then
//   smooth count  t + 1 - log_degree(ln w / ln W), from J to J + 1 where |z_J| <= W^degree
//   distance      |z| ln w / |z'|, in units of wanted.pixelSize
// Where J is tmax, or the orbit never gets far, they are tmax and 0. For z^2 + c with R = 2 both
// have the meaning of escapeQuantities().
//
// The values have the same bits on every SIMD target and in programQuantitiesScalar(). Returns
// false when `stop` was requested before the end.
bool programQuantities(const ProgramJob& job, std::span<const std::int32_t> counts,
                       const ProgramGrowth& growth, const EscapeQuantities& wanted,
                       std::stop_token stop = {});
bool programQuantitiesScalar(const ProgramJob& job, std::span<const std::int32_t> counts,
                             const ProgramGrowth& growth, const EscapeQuantities& wanted,
                             std::stop_token stop = {});

// Computes smooth count and distance at a point far away; once an orbit, so in scalars.
class FarReading {
 public:
  FarReading(const ProgramJob& job, const ProgramGrowth& growth, const EscapeQuantities& wanted);

  // The |z|^2 from which on z counts as far: |z| is 2^20 R, or less where f(z) might overflow.
  double far2() const { return m_far2; }
  // The step at which an orbit that escapes at step `escape` and is not yet far away is given up.
  std::int64_t mostSteps(std::int32_t escape) const { return escape + m_mostStepsAway; }

  // Writes the wanted quantities of a pixel with z_t = z and z' = dz.
  void write(std::size_t pixel, std::int64_t t, ComplexNumber z, ComplexNumber dz) const;
  void writeInside(std::size_t pixel) const;

 private:
  const EscapeQuantities& m_wanted;
  float m_tmax;
  std::int64_t m_mostStepsAway;
  double m_far2;
  double m_shift;  // log2(w / |z|)
  double m_unit;   // log2 W
  double m_share;  // 1 / log2(degree)
};

}  // namespace fatou::kernels

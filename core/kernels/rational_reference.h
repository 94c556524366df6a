// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <stop_token>
#include <utility>
#include <vector>

#include "core/kernels/bilinear_table.h"
#include "core/kernels/elementary_scalar.h"
#include "core/kernels/program_basins.h"
#include "core/kernels/rational_orbit.h"

namespace fatou::kernels {

// The reference that the pixels of a deep view of a rational map are compared with: the orbit of a
// point in the view and the orbits of the map's critical points. All their points are in one array,
// so that one index, a place, says where a pixel is. Immutable, shared by all engines.
class RationalReference {
 public:
  // A critical point rounded to doubles, and the rest that rounding left.
  struct CriticalPoint {
    ComplexNumber value;
    ComplexNumber rest;
  };

  struct Parts {
    // The pixel x + iy begins at a distance of (x + iy - shift) 2^exponent from the first orbit.
    std::int64_t exponent = 0;
    ComplexNumber shift{};
    std::int32_t tmax = 1;
    double escapeRadius = 2.0;  // infinite where no orbit escapes
    // Orbits also end in these discs.
    std::vector<BasinDisc> discs{};
    std::size_t numeratorTerms = 2;    // d, 1 or more
    std::size_t denominatorTerms = 0;  // m
    std::vector<CriticalPoint> criticalPoints{};
    // The orbit of the view, then one from each critical point; each has at least two points.
    std::vector<RationalOrbit> orbits{};
    std::stop_token stop{};  // once requested, the reference is unusable
  };
  explicit RationalReference(Parts parts);

  std::int64_t exponent() const { return m_parts.exponent; }
  ComplexNumber shift() const { return m_parts.shift; }
  std::int32_t tmax() const { return m_parts.tmax; }
  double escapeRadius() const { return m_parts.escapeRadius; }
  const std::vector<BasinDisc>& discs() const { return m_parts.discs; }
  std::size_t numeratorTerms() const { return m_parts.numeratorTerms; }
  std::size_t denominatorTerms() const { return m_parts.denominatorTerms; }
  const std::vector<CriticalPoint>& criticalPoints() const { return m_parts.criticalPoints; }

  // The first and the last place of an orbit. The last one has no terms. Orbit k + 1 is that of
  // critical point k.
  std::size_t begin(std::size_t orbit) const { return m_begins[orbit]; }
  std::size_t end(std::size_t orbit) const { return m_begins[orbit + 1] - 1; }

  RationalOrbit::Ending ending(std::size_t orbit) const { return m_endings[orbit]; }

  ComplexNumber point(std::size_t place) const {
    return {m_points[2 * place], m_points[2 * place + 1]};
  }
  // The terms a_1 ... b_m of a place as doubles, real and imaginary part of each. Valid if
  // isPlain().
  const double* terms(std::size_t place) const {
    return m_terms.data() + 2 * place * m_termsAPlace;
  }
  // The points of all places, real and imaginary part of each.
  const double* points() const { return m_points.data(); }
  // One number for each place: 0 if a pixel may pass it without a decision, as its terms are plain
  // and no critical point is close.
  const std::int64_t* looks() const { return m_looks.data(); }
  // Whether the terms of a place are in the range of doubles, as are sums and products of them.
  bool isPlain(std::size_t place) const { return m_isPlain[place] != 0; }
  // Returns term k of a place, of any size.
  ScaledComplex term(std::size_t place, std::size_t k) const;
  // The critical point close to a place, and the difference to it; null if there is none.
  const RationalOrbit::Near* nearCritical(std::size_t place) const {
    return m_nearOf[place] < 0 ? nullptr : &m_near[static_cast<std::size_t>(m_nearOf[place])];
  }
  // Z|^2 - R^2 as a real part if Z is close to |z| = R, else null.
  const ScaledComplex* rimGap(std::size_t place) const;

  // Returns the longest block for a δ of this exponent at a place; see BilinearTable::longest().
  BilinearTable::Skip longestSkip(std::size_t orbit, std::size_t place, std::int64_t exponent,
                                  std::size_t most) const {
    return m_skips[orbit].longest(place - m_begins[orbit], exponent, most);
  }

 private:
  void add(const RationalOrbit& orbit);
  void addTerms(const RationalOrbit& orbit, std::size_t point);
  std::vector<BilinearTable::Step> stepsOf(const RationalOrbit& orbit) const;

  Parts m_parts;  // without its orbits, which are moved into the members below
  std::size_t m_termsAPlace;
  std::vector<std::size_t> m_begins;
  std::vector<RationalOrbit::Ending> m_endings;
  std::vector<double> m_points;
  std::vector<double> m_terms;
  std::vector<std::int64_t> m_looks;
  std::vector<std::uint8_t> m_isPlain;
  // The terms of places that are not plain, by place.
  std::vector<std::pair<std::size_t, std::vector<ScaledComplex>>> m_scaledTerms;
  std::vector<std::int32_t> m_nearOf;
  std::vector<RationalOrbit::Near> m_near;
  std::vector<std::pair<std::size_t, ScaledComplex>> m_rim;  // by place
  std::vector<BilinearTable> m_skips;
};

}  // namespace fatou::kernels

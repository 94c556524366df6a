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

// What the pixels of a deep view of a rational map are measured against: the orbit of a point in
// the view and those of the map's critical points, one behind the other, so that a pixel's place on
// any of them is one index. Immutable, shared by all engines.
class RationalReference {
 public:
  // A critical point, and what its rounding has left of it.
  struct CriticalPoint {
    ComplexNumber value;
    ComplexNumber rest;
  };

  struct Parts {
    // The pixel x + iy starts (x + iy - shift) 2^exponent from the first orbit.
    std::int64_t exponent = 0;
    ComplexNumber shift{};
    std::int32_t tmax = 1;
    double escapeRadius = 2.0;  // infinite where no orbit escapes
    // An orbit that enters one has ended, too.
    std::vector<BasinDisc> discs{};
    std::size_t numeratorTerms = 2;    // d, 1 or more
    std::size_t denominatorTerms = 0;  // m
    std::vector<CriticalPoint> criticalPoints{};
    // That of the view, then one from each critical point, with two points at the least.
    std::vector<RationalOrbit> orbits{};
    std::stop_token stop{};  // when stopped, it is good for nothing
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

  // The places of an orbit: its first, and its last, which has no terms. That of the critical point
  // k is the orbit k + 1.
  std::size_t begin(std::size_t orbit) const { return m_begins[orbit]; }
  std::size_t end(std::size_t orbit) const { return m_begins[orbit + 1] - 1; }

  RationalOrbit::Ending ending(std::size_t orbit) const { return m_endings[orbit]; }

  ComplexNumber point(std::size_t place) const {
    return {m_points[2 * place], m_points[2 * place + 1]};
  }
  // a_1 ... b_m of a place as doubles, both parts of each; of use where isPlain().
  const double* terms(std::size_t place) const {
    return m_terms.data() + 2 * place * m_termsAPlace;
  }
  // The points of all places, both parts of each.
  const double* points() const { return m_points.data(); }
  // Of each place whether a pixel is looked at there: 0 where it has terms that are plain, and no
  // critical point beside it.
  const std::int64_t* looks() const { return m_looks.data(); }
  // Whether doubles hold the terms, with room for sums and products of them.
  bool isPlain(std::size_t place) const { return m_isPlain[place] != 0; }
  // The term k of a place, of any size.
  ScaledComplex term(std::size_t place, std::size_t k) const;
  // The critical point beside the place, with the place's point of the orbit; null where there is
  // none.
  const RationalOrbit::Near* nearCritical(std::size_t place) const {
    return m_nearOf[place] < 0 ? nullptr : &m_near[static_cast<std::size_t>(m_nearOf[place])];
  }
  // |Z|^2 - R^2 as a real part where that is nearly 0; else null.
  const ScaledComplex* rimGap(std::size_t place) const;

  // As BilinearTable::longest().
  BilinearTable::Skip longestSkip(std::size_t orbit, std::size_t place, std::int64_t exponent,
                                  std::size_t most) const {
    return m_skips[orbit].longest(place - m_begins[orbit], exponent, most);
  }

 private:
  void add(const RationalOrbit& orbit);
  void addTerms(const RationalOrbit& orbit, std::size_t point);
  std::vector<BilinearTable::Step> stepsOf(const RationalOrbit& orbit) const;

  Parts m_parts;  // its orbits are taken apart
  std::size_t m_termsAPlace;
  std::vector<std::size_t> m_begins;
  std::vector<RationalOrbit::Ending> m_endings;
  std::vector<double> m_points;
  std::vector<double> m_terms;
  std::vector<std::int64_t> m_looks;
  std::vector<std::uint8_t> m_isPlain;
  std::vector<std::pair<std::size_t, std::vector<ScaledComplex>>> m_scaledTerms;  // by place
  std::vector<std::int32_t> m_nearOf;
  std::vector<RationalOrbit::Near> m_near;
  std::vector<std::pair<std::size_t, ScaledComplex>> m_rim;  // by place
  std::vector<BilinearTable> m_skips;
};

}  // namespace fatou::kernels

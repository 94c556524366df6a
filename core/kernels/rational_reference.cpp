// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/rational_reference.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/base/check.h"

namespace fatou::kernels {
namespace {

// The largest binary exponent, and minus the smallest, of plain terms that are not 0: products of
// such terms and δ stay in the range of doubles.
constexpr std::int64_t kPlainExponent = 100;
// A block takes no δ so large that it could decide on which side of |z| = R a point is.
constexpr double kLog2MostReach = -40.0;

bool isPlainNumber(const ScaledComplex& term) {
  return term.isZero() || std::abs(term.exponent) <= kPlainExponent;
}

void append(std::vector<double>& numbers, const ScaledComplex& z) {
  numbers.push_back(z.reToDouble());
  numbers.push_back(z.imToDouble());
}

// Returns the value of a place from a list sorted by place; null where it has none.
template <class Value>
const Value* foundAt(const std::vector<std::pair<std::size_t, Value>>& list, std::size_t place) {
  const auto at = std::ranges::lower_bound(list, place, {}, [](const auto& p) { return p.first; });
  return at != list.end() && at->first == place ? &at->second : nullptr;
}

bool isBeside(const BasinDisc& disc, double x, double y) {
  return std::hypot(x - disc.re, y - disc.im) <= disc.radius * (1.0 + 0x1p-20) + 0x1p-30;
}

// Returns log2 of the |δ| below which all other terms together are below ε |a_1 δ|. Such a δ is far
// smaller than the distance to the nearest critical point, where a_1 is 0.
double log2Reach(std::span<const ScaledComplex> terms, std::size_t numeratorTerms) {
  if (terms.front().isZero()) return BilinearTable::kNever;
  const double first = terms.front().log2Modulus();
  const double share =
      BilinearTable::kLog2Epsilon - 1.0 - std::log2(static_cast<double>(terms.size()));
  double reach = kLog2MostReach;
  for (std::size_t k = 1; k < terms.size(); ++k) {
    if (terms[k].isZero()) continue;
    const bool isAbove = k < numeratorTerms;
    const double beside = terms[k].log2Modulus() - (isAbove ? first : 0.0);
    const auto power = static_cast<double>(isAbove ? k : k - numeratorTerms + 1);
    reach = std::min(reach, (share - beside) / power);
  }
  return reach;
}

}  // namespace

RationalReference::RationalReference(Parts parts)
    : m_parts(std::move(parts)),
      m_termsAPlace(m_parts.numeratorTerms + m_parts.denominatorTerms),
      m_begins{0} {
  FATOU_CHECK(m_parts.orbits.size() == m_parts.criticalPoints.size() + 1);
  for (RationalOrbit& orbit : m_parts.orbits) {
    if (m_parts.stop.stop_requested()) return;
    add(orbit);
    orbit = {};
  }
}

void RationalReference::add(const RationalOrbit& orbit) {
  const std::size_t begin = m_begins.back();
  FATOU_CHECK(!orbit.points.empty() &&
              orbit.terms.size() == (orbit.points.size() - 1) * m_termsAPlace);
  for (std::size_t n = 0; n < orbit.points.size(); ++n) {
    append(m_points, orbit.points[n]);
    addTerms(orbit, n);
    m_looks.push_back(isPlain(begin + n) && n + 1 < orbit.points.size() ? 0 : 1);
  }
  m_nearOf.resize(m_looks.size(), -1);
  for (const RationalOrbit::Near& near : orbit.near) {
    m_nearOf[begin + near.point] = static_cast<std::int32_t>(m_near.size());
    m_looks[begin + near.point] = 1;
    m_near.push_back(near);
  }
  for (const auto& [point, gap] : orbit.rim) m_rim.emplace_back(begin + point, gap);
  m_begins.push_back(m_looks.size());
  m_endings.push_back(orbit.ending);
  m_skips.emplace_back(stepsOf(orbit), m_parts.stop);
}

// Appends a point's terms. The last point of an orbit has none, so zeros fill its place.
void RationalReference::addTerms(const RationalOrbit& orbit, std::size_t point) {
  const std::size_t first = point * m_termsAPlace;
  if (first >= orbit.terms.size()) {
    m_terms.resize(m_terms.size() + 2 * m_termsAPlace);
    m_isPlain.push_back(1);
    return;
  }
  const auto terms = std::span(orbit.terms).subspan(first, m_termsAPlace);
  for (const ScaledComplex& term : terms) append(m_terms, term);
  const bool isPlain = std::ranges::all_of(terms, isPlainNumber);
  m_isPlain.push_back(isPlain ? 1 : 0);
  if (!isPlain)
    m_scaledTerms.emplace_back(m_isPlain.size() - 1,
                               std::vector<ScaledComplex>(terms.begin(), terms.end()));
}

// Returns the steps from which blocks are made. No block begins at a point that is outside |z| <=
// R, in a disc, or near the edge of either: there every pixel is tested for its end.
std::vector<BilinearTable::Step> RationalReference::stepsOf(const RationalOrbit& orbit) const {
  const double surelyInside =
      m_parts.escapeRadius * m_parts.escapeRadius * (1.0 - RationalOrbit::kRimWidth);
  std::vector<BilinearTable::Step> steps;
  for (std::size_t n = 0; n + 1 < orbit.points.size(); ++n) {
    const auto terms = std::span(orbit.terms).subspan(n * m_termsAPlace, m_termsAPlace);
    const double x = orbit.points[n].reToDouble();
    const double y = orbit.points[n].imToDouble();
    const bool isInside =
        x * x + y * y <= surelyInside &&
        std::ranges::none_of(m_parts.discs, [&](const BasinDisc& d) { return isBeside(d, x, y); });
    steps.push_back({terms.front(),
                     isInside ? log2Reach(terms, m_parts.numeratorTerms) : BilinearTable::kNever});
  }
  return steps;
}

ScaledComplex RationalReference::term(std::size_t place, std::size_t k) const {
  if (isPlain(place)) return ScaledComplex::of(terms(place)[2 * k], terms(place)[2 * k + 1]);
  const auto* scaled = foundAt(m_scaledTerms, place);
  FATOU_CHECK(scaled != nullptr);
  return (*scaled)[k];
}

const ScaledComplex* RationalReference::rimGap(std::size_t place) const {
  return foundAt(m_rim, place);
}

}  // namespace fatou::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/deep_reference.h"

#include <algorithm>
#include <utility>

#include "core/base/check.h"
#include "core/kernels/far_away.h"

namespace fatou::kernels {
namespace {

// The smallest place from `from` on whose successor is a multiple of the alignment: the critical
// orbit's first point is 0, and blocks begin with the second.
std::size_t criticalPlace(std::size_t from) {
  constexpr std::size_t k = DeepReference::kAlignment;
  return (from + k) / k * k + k - 1;
}

}  // namespace

DeepReference::DeepReference(const Parts& parts)
    : m_cRe(parts.cRe),
      m_cIm(parts.cIm),
      m_tmax(parts.start.tmax),
      m_mayEscapeSlowly(kernels::mayEscapeSlowly(parts.cRe, parts.cIm)),
      m_start(parts.centre, parts.start),
      m_trap(parts.trap),
      m_centreEnd(parts.centre.last() - m_start.steps()),
      m_criticalBegin(criticalPlace(m_centreEnd)),
      m_criticalEnd(m_criticalBegin + parts.critical.last()),
      m_re(m_criticalEnd + 2),  // one more, for lanes that wait at the end look ahead
      m_im(m_criticalEnd + 2),
      m_criticalSkips(parts.critical,
                      {.first = 1, .log2Epsilon = parts.log2Epsilon, .stop = parts.stop}) {
  FATOU_CHECK(parts.critical.last() >= 1);
  const auto from = static_cast<std::ptrdiff_t>(m_start.steps());
  DeepOrbit rest;
  rest.re.assign(parts.centre.re.begin() + from, parts.centre.re.end());
  rest.im.assign(parts.centre.im.begin() + from, parts.centre.im.end());
  for (const auto& [n, z] : parts.centre.tiny)
    if (n >= m_start.steps()) rest.tiny.emplace_back(n - m_start.steps(), z);
  for (const auto& [n, gap] : parts.centre.rim)
    if (n >= m_start.steps()) m_rim.emplace_back(n - m_start.steps(), gap);
  for (const auto& [n, gap] : parts.critical.rim) m_rim.emplace_back(m_criticalBegin + n, gap);
  m_centreSkips = BilinearTable(rest, {.log2Epsilon = parts.log2Epsilon, .stop = parts.stop});
  if (m_mayEscapeSlowly) {
    BilinearTable::Plan outside{
        .log2Epsilon = parts.log2Epsilon, .outside = true, .stop = parts.stop};
    m_centreSkipsOutside = BilinearTable(rest, outside);
    outside.first = 1;
    m_criticalSkipsOutside = BilinearTable(parts.critical, outside);
  }
  std::ranges::copy(rest.re, m_re.begin());
  std::ranges::copy(rest.im, m_im.begin());
  const auto critical = static_cast<std::ptrdiff_t>(m_criticalBegin);
  std::ranges::copy(parts.critical.re, m_re.begin() + critical);
  std::ranges::copy(parts.critical.im, m_im.begin() + critical);
  m_tiny = std::move(rest.tiny);
  for (const auto& [n, z] : parts.critical.tiny) m_tiny.emplace_back(m_criticalBegin + n, z);
}

ScaledComplex DeepReference::point(std::size_t place) const {
  const double re = m_re[place];
  const double im = m_im[place];
  constexpr double kTiny = 0x1p-960;
  if (!(std::abs(re) < kTiny && std::abs(im) < kTiny)) return ScaledComplex::of(re, im);
  const auto at =
      std::ranges::lower_bound(m_tiny, place, {}, [](const auto& p) { return p.first; });
  return at != m_tiny.end() && at->first == place ? at->second : ScaledComplex{};
}

const ScaledComplex* DeepReference::rimGap(std::size_t place) const {
  const auto at = std::ranges::lower_bound(m_rim, place, {}, [](const auto& p) { return p.first; });
  return at != m_rim.end() && at->first == place ? &at->second : nullptr;
}

BilinearTable::Skip DeepReference::longestSkip(std::size_t place, std::int64_t exponent,
                                               std::size_t most) const {
  if (place <= m_centreEnd) return m_centreSkips.longest(place, exponent, most);
  return m_criticalSkips.longest(place - m_criticalBegin, exponent, most);
}

BilinearTable::Skip DeepReference::longestSkipOutside(std::size_t place, std::int64_t exponent,
                                                      std::size_t most) const {
  if (place <= m_centreEnd) return m_centreSkipsOutside.longest(place, exponent, most);
  return m_criticalSkipsOutside.longest(place - m_criticalBegin, exponent, most);
}

}  // namespace fatou::kernels

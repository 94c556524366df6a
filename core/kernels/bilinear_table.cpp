// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/bilinear_table.h"

#include <bit>
#include <cmath>
#include <utility>

namespace fatou::kernels {
namespace {

constexpr double kNever = BilinearTable::kNever;

// A block while the table is built: with the logarithm of its largest |δ|, not yet rounded.
using Draft = BilinearTable::Step;

// Whether whoever passes the point is to be looked at there.
bool isLookedAt(const DeepOrbit& orbit, std::size_t point) {
  const double norm = orbit.re[point] * orbit.re[point] + orbit.im[point] * orbit.im[point];
  return !(norm <= 4.0 - DeepOrbit::kRimWidth);
}

Draft stepFrom(const DeepOrbit& orbit, std::size_t point, const BilinearTable::Plan& plan) {
  const ScaledComplex factor = orbit.point(point).doubled();
  const bool never = factor.isZero() || (!plan.outside && isLookedAt(orbit, point));
  return {factor, never ? kNever : factor.log2Modulus() + plan.log2Epsilon};
}

Draft merged(const Draft& x, const Draft& y) {
  if (x.log2Largest == kNever || y.log2Largest == kNever) return {{}, kNever};
  return {y.factor * x.factor, std::min(x.log2Largest, y.log2Largest - x.factor.log2Modulus())};
}

std::vector<BilinearTable::Block> rounded(const std::vector<Draft>& drafts) {
  std::vector<BilinearTable::Block> blocks;
  blocks.reserve(drafts.size());
  for (const Draft& draft : drafts)
    blocks.push_back({draft.factor, static_cast<std::int64_t>(std::floor(draft.log2Largest))});
  return blocks;
}

}  // namespace

BilinearTable::BilinearTable(const DeepOrbit& orbit, const Plan& plan) : m_first(plan.first) {
  constexpr std::size_t kPointsBetweenLooks = 4096;
  std::vector<Draft> level;
  for (std::size_t point = m_first; point < orbit.last(); ++point) {
    if (point % kPointsBetweenLooks == 0 && plan.stop.stop_requested()) return;
    level.push_back(stepFrom(orbit, point, plan));
  }
  build(std::move(level), plan.stop);
}

BilinearTable::BilinearTable(std::vector<Step> steps, const std::stop_token& stop) {
  build(std::move(steps), stop);
}

void BilinearTable::build(std::vector<Step> level, const std::stop_token& stop) {
  while (!level.empty() && !stop.stop_requested()) {
    m_levels.push_back(rounded(level));
    for (std::size_t j = 0; j < level.size() / 2; ++j)
      level[j] = merged(level[2 * j], level[2 * j + 1]);
    level.resize(level.size() / 2);
  }
}

BilinearTable::Skip BilinearTable::longest(std::size_t point, std::int64_t exponent,
                                           std::size_t most) const {
  if (point < m_first || m_levels.empty()) return {};
  const std::size_t from = point - m_first;
  const auto aligned = from == 0 ? m_levels.size() - 1 : std::size_t(std::countr_zero(from));
  for (std::size_t k = std::min(aligned, m_levels.size() - 1) + 1; k-- > 0;) {
    const std::size_t j = from >> k;
    if ((std::size_t{1} << k) > most || j >= m_levels[k].size()) continue;
    const Block& block = m_levels[k][j];
    // |δ| < sqrt(2) 2^(exponent + 1).
    if (exponent + 2 <= block.largestExponent) return {&block.factor, std::size_t{1} << k};
  }
  return {};
}

}  // namespace fatou::kernels

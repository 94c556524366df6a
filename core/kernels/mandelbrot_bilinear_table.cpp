// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/mandelbrot_bilinear_table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

namespace fatou::kernels {
namespace {

// The logarithm of a bound that no distance is below.
constexpr double kNever = -0x1p60;

// The largest log2 |2Z| of a step within a block: |2Z| is just below 4.
constexpr double kMostLog2Factor = 2.0 - 1e-9;

// Factors that doubles hold, with room for a product of one with a distance.
constexpr std::int64_t kLargestFactor = 900;
constexpr std::int64_t kLeastRadius = -900;

bool fitsDouble(const ScaledComplex& x) {
  return x.isZero() || (x.exponent < kLargestFactor && x.exponent > -kLargestFactor);
}

// The exponent that walks compare the larger part of δ with, so that they need no square root:
// where that part is below 2^exponent, |δ| < sqrt(2) 2^exponent.
std::int64_t exponentBelow(double log2Largest) {
  return static_cast<std::int64_t>(std::floor(log2Largest - 0.5));
}

}  // namespace

// A block while the table is built: with the logarithm of its largest |δ|, not yet rounded.
struct MandelbrotBilinearTable::Draft {
  ScaledComplex a;
  ScaledComplex b;
  double log2Largest = kNever;

  // A step with |Z| about 2 is no part of a block, since each pixel must be tested there for being
  // outside.
  static Draft step(const ScaledComplex& z, double log2Epsilon) {
    const ScaledComplex a = z.doubled();
    const bool isAsked = a.isZero() || a.log2Modulus() > kMostLog2Factor;
    return {a, ScaledComplex::of(1.0, 0.0), isAsked ? kNever : a.log2Modulus() + log2Epsilon};
  }

  static Draft merged(const Draft& x, const Draft& y, double log2Reach) {
    if (x.log2Largest == kNever || y.log2Largest == kNever) return {};
    // The dc of block x has already used up a part of the |δ| that y allows.
    const double log2Used = x.b.isZero() ? kNever : x.b.log2Modulus() + log2Reach;
    const double log2Share = log2Used - y.log2Largest;
    if (!(log2Share < 0.0)) return {};
    const double left = y.log2Largest + std::log2(1.0 - std::exp2(log2Share));
    return {y.a * x.a, y.a * x.b + y.b, std::min(x.log2Largest, left - x.a.log2Modulus())};
  }

  Block rounded() const {
    const std::int64_t exponent = log2Largest == kNever ? kLeastRadius : exponentBelow(log2Largest);
    if (exponent <= kLeastRadius || !fitsDouble(a) || !fitsDouble(b)) return {};
    return {a.reToDouble(), a.imToDouble(), b.reToDouble(), b.imToDouble(),
            std::ldexp(1.0, static_cast<int>(std::min<std::int64_t>(exponent, 10)))};
  }
  ScaledBlock scaled() const { return {a, b, static_cast<std::int64_t>(std::floor(log2Largest))}; }
};

MandelbrotBilinearTable::MandelbrotBilinearTable(const DeepOrbit& orbit, const Plan& plan)
    : m_plan(plan) {
  const auto stepsFrom = [&](std::size_t from, std::size_t to) {
    Draft all = Draft::step(orbit.point(from), plan.log2Epsilon);
    for (std::size_t n = from + 1; n < to; ++n)
      all = Draft::merged(all, Draft::step(orbit.point(n), plan.log2Epsilon), plan.log2Reach);
    return all;
  };
  if (plan.end < plan.first + kShortest) return;
  const std::size_t count = (plan.end - plan.first) / kShortest;
  std::vector<Draft> level;
  level.reserve(count);
  for (std::size_t j = 0; j < count; ++j) {
    if (plan.stop.stop_requested()) return;
    level.push_back(stepsFrom(plan.first + j * kShortest, plan.first + (j + 1) * kShortest));
  }
  // The rest of the whole, from the end forwards: what a level has beyond pairs is in front of it.
  std::optional<Draft> whole;
  if (const std::size_t rest = plan.first + count * kShortest; rest < plan.end)
    whole = stepsFrom(rest, plan.end);
  while (!level.empty()) {
    if (plan.stop.stop_requested()) return;
    keep(level);
    if (level.size() % 2 != 0)
      whole = whole ? Draft::merged(level.back(), *whole, plan.log2Reach) : level.back();
    for (std::size_t j = 0; j < level.size() / 2; ++j) {
      if (plan.stop.stop_requested()) return;
      level[j] = Draft::merged(level[2 * j], level[2 * j + 1], plan.log2Reach);
    }
    level.resize(level.size() / 2);
  }
  m_whole = {whole->rounded()};
  if (plan.anySize) m_scaledWhole = {whole->scaled()};
}

void MandelbrotBilinearTable::keep(const std::vector<Draft>& drafts) {
  auto& blocks = m_levels.emplace_back();
  blocks.reserve(drafts.size());
  for (const Draft& draft : drafts) blocks.push_back(draft.rounded());
  if (!m_plan.anySize) return;
  auto& scaled = m_scaledLevels.emplace_back();
  scaled.reserve(drafts.size());
  for (const Draft& draft : drafts) scaled.push_back(draft.scaled());
}

namespace {

// The longest in `levels` that takes δ: as blocks of a point get longer, their reach gets smaller.
template <class B, class Takes>
MandelbrotBilinearTable::Skip<B> longestOf(const std::vector<std::vector<B>>& levels,
                                           const std::vector<B>& whole, std::size_t from,
                                           std::size_t wholeSteps, std::size_t most,
                                           const Takes& takes) {
  if (from == 0 && !whole.empty() && wholeSteps <= most && takes(whole[0]))
    return {&whole[0], wholeSteps};
  if (from % MandelbrotBilinearTable::kShortest != 0) return {};
  MandelbrotBilinearTable::Skip<B> found;
  std::size_t j = from / MandelbrotBilinearTable::kShortest;
  std::size_t steps = MandelbrotBilinearTable::kShortest;
  for (const std::vector<B>& level : levels) {
    if (j >= level.size() || steps > most || !takes(level[j])) break;
    found = {&level[j], steps};
    if (j % 2 != 0) break;
    j /= 2;
    steps *= 2;
  }
  return found;
}

}  // namespace

MandelbrotBilinearTable::Skip<MandelbrotBilinearTable::Block> MandelbrotBilinearTable::longest(
    std::size_t point, double size, std::size_t most) const {
  if (point < m_plan.first) return {};
  return longestOf(m_levels, m_whole, point - m_plan.first, m_plan.end - m_plan.first, most,
                   [size](const Block& block) { return size < block.largest; });
}

MandelbrotBilinearTable::Skip<MandelbrotBilinearTable::ScaledBlock>
MandelbrotBilinearTable::longestScaled(std::size_t point, std::int64_t exponent,
                                       std::size_t most) const {
  if (point < m_plan.first) return {};
  return longestOf(
      m_scaledLevels, m_scaledWhole, point - m_plan.first, m_plan.end - m_plan.first, most,
      // |δ| < sqrt(2) 2^(exponent + 1).
      [exponent](const ScaledBlock& block) { return exponent + 2 <= block.largestExponent; });
}

}  // namespace fatou::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/equalization.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/base/check.h"
#include "core/color/count_scale.h"

namespace fatou::color {
namespace {

// A step is eight entries of the scale: whole counts below 504 have one each, and 31 octaves have
// 8,000 of them.
constexpr int kStepShift = 3;
constexpr std::uint32_t kMaxSteps = (32U << kEntryBits) >> kStepShift;

std::uint32_t stepOf(float count) {
  return std::min(entryOf(count) >> kStepShift, kMaxSteps - 1);
}

double firstCountOfStep(std::size_t step) {
  return firstCountOf(static_cast<std::uint32_t>(step) << kStepShift);
}

// Returns how many escaped.
template <typename CountAt>
std::uint64_t countSteps(std::span<const std::int32_t> counts, std::int32_t tmax,
                         const CountAt& countAt, std::vector<std::uint64_t>& pixels) {
  std::uint64_t escaped = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == tmax) continue;
    ++pixels[stepOf(countAt(i))];
    ++escaped;
  }
  return escaped;
}

}  // namespace

void CountHistogram::add(const IterationNumbers& samples, bool smooth, std::int32_t tmax) {
  const auto counts = samples.counts;
  m_pixels.resize(kMaxSteps);
  if (smooth && !samples.smooth.empty()) {
    FATOU_CHECK(samples.smooth.size() == counts.size());
    const auto count = [&](std::size_t i) { return samples.smooth[i]; };
    m_total += countSteps(counts, tmax, count, m_pixels);
  } else {
    const auto count = [&](std::size_t i) { return static_cast<float>(counts[i]); };
    m_total += countSteps(counts, tmax, count, m_pixels);
  }
}

void CountHistogram::merge(const CountHistogram& other) {
  if (other.m_pixels.empty()) return;
  m_pixels.resize(kMaxSteps);
  std::ranges::transform(other.m_pixels, m_pixels, m_pixels.begin(), std::plus<>());
  m_total += other.m_total;
}

Equalization::Equalization(const CountHistogram& histogram) {
  if (histogram.total() == 0) return;
  m_below.reserve(histogram.m_pixels.size() + 1);
  std::uint64_t below = 0;
  const auto total = static_cast<double>(histogram.total());
  for (const std::uint64_t pixels : histogram.m_pixels) {
    m_below.push_back(static_cast<double>(below) / total);
    below += pixels;
  }
  m_below.push_back(1.0);
}

double Equalization::rank(double count) const {
  if (m_below.empty()) return cyclesAt(Mapping::Logarithm, count);
  const std::size_t step = stepOf(static_cast<float>(count));
  if (step + 1 >= m_below.size()) return 1.0;
  const double first = firstCountOfStep(step);
  const double width = firstCountOfStep(step + 1) - first;
  const double share = std::clamp((count - first) / width, 0.0, 1.0);
  return std::lerp(m_below[step], m_below[step + 1], share);
}

}  // namespace fatou::color

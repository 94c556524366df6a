// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/kernels/fast_escape_time.h"

namespace fatou::kernels {

// The mirrors of pixels that have to be computed by themselves, in the order in which they were
// found out; begun one after the other.
class MirrorList {
 public:
  explicit MirrorList(const NearMirror& mirror) : m_mirror(mirror) {}

  void note(std::size_t pixel) {
    m_deviations.push_back({.index = static_cast<std::uint32_t>(pixel)});
    m_smooth.push_back(0.0F);
  }
  std::int32_t& countOf(std::size_t k) { return m_deviations[k].count; }
  float& smoothOf(std::size_t k) { return m_smooth[k]; }

  // How many have not been begun.
  std::size_t toBegin() const { return m_deviations.size() - m_begun; }
  // The number of the next one, which counts as begun.
  std::size_t beginNext() { return m_begun++; }

  struct Point {
    double x;
    double y;
  };
  Point pointOf(std::size_t k) const {
    const std::size_t width = m_mirror.xs.size();
    return {m_mirror.xs[m_deviations[k].index % width], m_mirror.ys[m_deviations[k].index / width]};
  }

  std::vector<MirrorDeviation> takeDeviations() { return std::move(m_deviations); }
  std::vector<float> takeSmooth() { return std::move(m_smooth); }

 private:
  const NearMirror m_mirror;
  std::vector<MirrorDeviation> m_deviations;
  std::vector<float> m_smooth;
  std::size_t m_begun = 0;
};

}  // namespace fatou::kernels

// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_MIRROR_WALK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_MIRROR_WALK_INL_H
#undef FATOU_CORE_KERNELS_MIRROR_WALK_INL_H
#else
#define FATOU_CORE_KERNELS_MIRROR_WALK_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <hwy/highway.h>

#include "core/kernels/escaping_pixel.h"
#include "core/kernels/far_walk-inl.h"
#include "core/kernels/fast_escape_time.h"
#include "core/kernels/orbit_list-inl.h"
#include "core/kernels/smooth_count-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The mirrors that have the J of their pixels, but not provably their smooth count: they are walked
// so far together, sorted by time, which costs much less than to look for their J.
template <class D>
class MirrorWalk {
 public:
  MirrorWalk(const EscapeTimeJob& job, const NearMirror& mirror)
      : m_width(job.xs.size()), m_mirror(mirror), m_walk(job) {}

  void note(std::size_t pixel) { m_noted.push_back(static_cast<std::uint32_t>(pixel)); }

  HWY_INLINE void note(hn::Mask<D> chosen, Tickets<D> tickets) {
    eachIndex<D>(chosen, tickets, [this](std::size_t index) { note(index); });
  }

  // Appends them to a report's deviations. False when stopped.
  bool run(const std::int32_t* counts, const std::stop_token& stop, MirrorReport& report) {
    EscapingPixels pixels;
    for (std::size_t k = 0; k < m_noted.size(); ++k) {
      const std::size_t index = m_noted[k];
      pixels.add({static_cast<std::uint32_t>(index % m_width),
                  static_cast<std::uint32_t>(index / m_width), counts[index]});
      if (!pixels.isFull() && k + 1 < m_noted.size()) continue;
      const auto sorted = pixels.sort();
      for (std::size_t first = 0; first < sorted.size(); first += kBlock)
        if (!walk(sorted.subspan(first, std::min(kBlock, sorted.size() - first)), stop, report))
          return false;
      pixels.clear();
    }
    return true;
  }

 private:
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kBlock = kOrbitVectors * kLanes;

  // Lanes without a pixel do as the last one does.
  HWY_NOINLINE bool walk(std::span<const EscapingPixel> pixels, const std::stop_token& stop,
                         MirrorReport& report) {
    HWY_ALIGN double x[kBlock];
    HWY_ALIGN double y[kBlock];
    HWY_ALIGN double time[kBlock];
    for (std::size_t k = 0; k < kBlock; ++k) {
      const EscapingPixel& pixel = pixels[std::min(k, pixels.size() - 1)];
      x[k] = m_mirror.xs[pixel.col];
      y[k] = m_mirror.ys[pixel.row];
      time[k] = pixel.time;
    }
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_walk.start(v, hn::Load(m_d, x + v * kLanes), hn::Load(m_d, y + v * kLanes),
                   hn::Load(m_d, time + v * kLanes));
    });
    if (!m_walk.run(pixels.front().time, pixels.back().time, stop)) return false;
    BlockNumbers<D> counts;
    eachVector([&](auto v) FATOU_VECTOR_BODY { counts.of[v] = m_walk.taken(v); });
    takeSmoothCounts<SquareMap>(m_d, m_walk.z(), counts);
    eachVector([&](auto v) FATOU_VECTOR_BODY { hn::Store(counts.of[v], m_d, time + v * kLanes); });
    for (std::size_t k = 0; k < pixels.size(); ++k) {
      const std::size_t index = pixels[k].row * m_width + pixels[k].col;
      report.deviations.push_back({static_cast<std::uint32_t>(index), pixels[k].time});
      report.smooth.push_back(static_cast<float>(time[k]));
    }
    return true;
  }

  static constexpr D m_d{};
  const std::size_t m_width;
  const NearMirror m_mirror;
  FarWalk<D, SquareMap, PointOrbits<D>, false> m_walk;
  std::vector<std::uint32_t> m_noted;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

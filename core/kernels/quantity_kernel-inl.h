// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_QUANTITY_KERNEL_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_QUANTITY_KERNEL_INL_H
#undef FATOU_CORE_KERNELS_QUANTITY_KERNEL_INL_H
#else
#define FATOU_CORE_KERNELS_QUANTITY_KERNEL_INL_H
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <numbers>
#include <span>

#include <hwy/highway.h>

#include "core/kernels/escaping_pixel.h"
#include "core/kernels/far_walk-inl.h"
#include "core/kernels/float_log2-inl.h"
#include "core/kernels/partial_vector-inl.h"
#include "core/kernels/smooth_count-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Fills EscapeQuantities from finished counts, block by block. The pixels of a block are neighbours
// where they escape at about the same time, for then all is done in vectors, at 3 ns a pixel where
// J is small. Others are put aside and sorted by their times, at 7 ns more a pixel, so that the
// lanes of a block end together.
template <class D, class Orbits, bool kDerivative>
class QuantityKernel {
 public:
  using Job = typename Orbits::Job;

  QuantityKernel(const Job& job, std::span<const std::int32_t> counts,
                 const EscapeQuantities& wanted)
      : m_job(job), m_counts(counts), m_wanted(wanted), m_walk(job) {}

  // False when stopped.
  bool run(const std::stop_token& stop) {
    constexpr std::size_t kBlocksBetweenLooks = 64;
    for (std::size_t block = 1; m_next.row < m_job.ys.size() && !m_job.xs.empty(); ++block) {
      if (block % kBlocksBetweenLooks == 0 && stop.stop_requested()) return false;
      const Pieces pieces = takePieces();
      const Escapes escapes = load(pieces);
      if (escapes.pixels == 0) {
        storeInside(pieces);
      } else if (escapes.areBetterSorted()) {
        storeInside(pieces);
        putAside(pieces);
        if (m_pixels.isFull() && !walkSorted(stop)) return false;
      } else {
        if (!m_walk.run(escapes.first, escapes.last, stop)) return false;
        store(pieces);
      }
    }
    return walkSorted(stop) && !stop.stop_requested();
  }

 private:
  static constexpr D m_d{};
  static constexpr hn::Rebind<std::int32_t, D> m_di{};
  static constexpr hn::Rebind<float, D> m_df{};
  static constexpr std::size_t kLanes = hn::MaxLanes(D());
  static constexpr std::size_t kBlock = kOrbitVectors * kLanes;
  using Numbers = std::array<double, kBlock>;
  using Floats = std::array<float, kBlock>;

  // Neighbours in a row; none of them at the end of the picture.
  struct Piece {
    std::size_t row = 0;
    std::size_t col = 0;
    std::size_t cols = 0;
  };
  using Pieces = std::array<Piece, kOrbitVectors>;

  // What there is to do in a block.
  struct Escapes {
    std::size_t pixels = 0;
    std::int32_t first = 0;
    std::int32_t last = 0;
    double sum = 0.0;

    // In iterations of a lane: to go from J to far away and take the logarithms costs as much as 18
    // of them, to sort a pixel as much as 5 of a vector.
    bool areBetterSorted() const {
      constexpr double kEnd = 18.0;
      constexpr double kSort = 5.0 * static_cast<double>(kLanes);
      return static_cast<double>(kBlock) * (kEnd + last) >
             sum + static_cast<double>(pixels) * (kEnd + kSort);
    }
  };

  // Down the rows of a band, then the next columns: a block is about as high as it is wide, and no
  // lane is idle where a band is lower.
  Pieces takePieces() {
    Pieces pieces;
    for (Piece& piece : pieces) {
      const std::size_t bandEnd = std::min(m_bandRow + kOrbitVectors, m_job.ys.size());
      if (m_next.row >= bandEnd) break;
      piece = m_next;
      piece.cols = std::min(kLanes, m_job.xs.size() - piece.col);
      if (++m_next.row < bandEnd) continue;
      m_next.col += kLanes;
      if (m_next.col >= m_job.xs.size()) {
        m_next.col = 0;
        m_bandRow = bandEnd;
      }
      m_next.row = m_bandRow;
    }
    return pieces;
  }

  std::size_t indexOf(const Piece& piece) const { return piece.row * m_job.xs.size() + piece.col; }

  // Lanes that do not escape, or have no pixel, start at infinity.
  HWY_INLINE Escapes load(const Pieces& pieces) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const auto infinity = hn::Set(m_d, kInfinity);
    auto first = infinity;
    auto last = hn::Zero(m_d);
    auto sum = hn::Zero(m_d);
    Escapes escapes;
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const Piece& p = pieces[v];
      const auto counts = loadSome(m_di, m_counts.data() + indexOf(p), p.cols, m_job.tmax);
      const auto time = hn::PromoteTo(m_d, counts);
      const auto escape = hn::Lt(time, hn::Set(m_d, static_cast<double>(m_job.tmax)));
      const auto x = loadSome(m_d, m_job.xs.data() + p.col, p.cols);
      const auto y = hn::Set(m_d, p.cols > 0 ? m_job.ys[p.row] : 0.0);
      const auto own = hn::IfThenElseZero(escape, time);
      m_walk.start(v, hn::IfThenElse(escape, x, infinity), y, own);
      m_escape.of[v] = escape;
      first = hn::Min(first, hn::IfThenElse(escape, time, infinity));
      last = hn::Max(last, own);
      sum = hn::Add(sum, own);
      escapes.pixels += hn::CountTrue(m_d, escape);
    });
    if (escapes.pixels == 0) return escapes;
    escapes.first = static_cast<std::int32_t>(hn::GetLane(hn::MinOfLanes(m_d, first)));
    escapes.last = static_cast<std::int32_t>(hn::GetLane(hn::MaxOfLanes(m_d, last)));
    escapes.sum = hn::GetLane(hn::SumOfLanes(m_d, sum));
    return escapes;
  }

  void storeInside(const Pieces& pieces) const {
    const auto tmax = hn::Set(m_d, static_cast<double>(m_job.tmax));
    for (const Piece& piece : pieces) {
      if (!m_wanted.smooth.empty()) storePiece(tmax, m_wanted.smooth, piece);
      if (kDerivative) storePiece(hn::Zero(m_d), m_wanted.distance, piece);
    }
  }

  HWY_INLINE void store(const Pieces& pieces) const {
    if (!m_wanted.smooth.empty()) {
      const BlockNumbers<D> smooth = smoothCounts();
      eachVector([&](auto v)
                     FATOU_VECTOR_BODY { storePiece(smooth.of[v], m_wanted.smooth, pieces[v]); });
    }
    if constexpr (kDerivative) {
      const BlockNumbers<D> moduli = log2Moduli();
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        const auto value = hn::IfThenElseZero(m_escape.of[v], distanceOf(v, moduli.of[v]));
        storePiece(value, m_wanted.distance, pieces[v]);
      });
    }
  }

  HWY_INLINE void storePiece(hn::Vec<D> values, std::span<float> to, const Piece& piece) const {
    storeSome(m_df, hn::DemoteTo(m_df, values), to.data() + indexOf(piece), piece.cols);
  }

  void putAside(const Pieces& pieces) {
    for (const Piece& p : pieces)
      for (std::size_t k = 0; k < p.cols; ++k) {
        const std::int32_t time = m_counts[indexOf(p) + k];
        if (time < m_job.tmax)
          m_pixels.add(
              {static_cast<std::uint32_t>(p.col + k), static_cast<std::uint32_t>(p.row), time});
      }
  }

  // False when stopped.
  HWY_NOINLINE bool walkSorted(const std::stop_token& stop) {
    const std::span<const EscapingPixel> pixels = m_pixels.sort();
    for (std::size_t first = 0; first < pixels.size(); first += kBlock) {
      const auto block = pixels.subspan(first, std::min(kBlock, pixels.size() - first));
      gather(block);
      if (!m_walk.run(block.front().time, block.back().time, stop)) return false;
      scatter(block);
    }
    m_pixels.clear();
    return true;
  }

  // Lanes without a pixel do as the last one does.
  void gather(std::span<const EscapingPixel> pixels) {
    HWY_ALIGN Numbers x;
    HWY_ALIGN Numbers y;
    HWY_ALIGN Numbers time;
    for (std::size_t k = 0; k < kBlock; ++k) {
      const EscapingPixel& pixel = pixels[std::min(k, pixels.size() - 1)];
      x[k] = m_job.xs[pixel.col];
      y[k] = m_job.ys[pixel.row];
      time[k] = pixel.time;
    }
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      m_walk.start(v, hn::Load(m_d, &x[v * kLanes]), hn::Load(m_d, &y[v * kLanes]),
                   hn::Load(m_d, &time[v * kLanes]));
      m_escape.of[v] = hn::FirstN(m_d, kLanes);
    });
  }

  void scatter(std::span<const EscapingPixel> pixels) const {
    HWY_ALIGN Floats smooth;
    HWY_ALIGN Floats distance;
    const BlockNumbers<D> counts = smoothCounts();
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      hn::Store(hn::DemoteTo(m_df, counts.of[v]), m_df, &smooth[v * kLanes]);
    });
    if constexpr (kDerivative) {
      const BlockNumbers<D> moduli = log2Moduli();
      eachVector([&](auto v) FATOU_VECTOR_BODY {
        hn::Store(hn::DemoteTo(m_df, distanceOf(v, moduli.of[v])), m_df, &distance[v * kLanes]);
      });
    }
    for (std::size_t k = 0; k < pixels.size(); ++k) {
      const std::size_t index = pixels[k].row * m_job.xs.size() + pixels[k].col;
      if (!m_wanted.smooth.empty()) m_wanted.smooth[index] = smooth[k];
      if (kDerivative) m_wanted.distance[index] = distance[k];
    }
  }

  HWY_INLINE BlockNumbers<D> log2Moduli() const {
    BlockNumbers<D> logs;
    eachVector([&](auto v) FATOU_VECTOR_BODY { logs.of[v] = m_walk.norm(v); });
    floatLog2(m_d, logs);
    eachVector([&](auto v)
                   FATOU_VECTOR_BODY { logs.of[v] = hn::Mul(hn::Set(m_d, 0.5), logs.of[v]); });
    return logs;
  }

  // The smooth counts of orbits that escape and get far away, and tmax for the others.
  HWY_INLINE BlockNumbers<D> smoothCounts() const {
    BlockNumbers<D> counts;
    eachVector([&](auto v) FATOU_VECTOR_BODY { counts.of[v] = m_walk.taken(v); });
    takeSmoothCounts(m_d, m_walk.z(), counts);
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto far = hn::And(m_escape.of[v], m_walk.isFar(v));
      const auto tmax = hn::Set(m_d, static_cast<double>(m_job.tmax));
      counts.of[v] = hn::IfThenElse(far, counts.of[v], tmax);
    });
    return counts;
  }

  HWY_INLINE hn::Vec<D> distanceOf(std::size_t v, hn::Vec<D> log2Modulus) const {
    const auto unit = hn::Mul(hn::Sqrt(m_walk.slope2(v)), hn::Set(m_d, m_wanted.pixelSize));
    const auto log = hn::Mul(log2Modulus, hn::Set(m_d, std::numbers::ln2));
    const auto distance = hn::Div(hn::Mul(hn::Sqrt(m_walk.norm(v)), log), unit);
    // Not a number where the derivative has overflown, and the distance is far below any float.
    const auto defined = hn::And(m_walk.isFar(v), hn::Eq(distance, distance));
    return hn::Min(hn::IfThenElseZero(defined, distance),
                   hn::Set(m_d, double{std::numeric_limits<float>::max()}));
  }

  const Job& m_job;
  const std::span<const std::int32_t> m_counts;
  const EscapeQuantities& m_wanted;
  FarWalk<D, Orbits, kDerivative> m_walk;
  BlockMasks<D> m_escape;
  Piece m_next;
  std::size_t m_bandRow = 0;
  EscapingPixels m_pixels;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

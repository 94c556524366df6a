// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_ORBIT_BLOCK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_ORBIT_BLOCK_INL_H
#undef FATOU_CORE_KERNELS_ORBIT_BLOCK_INL_H
#else
#define FATOU_CORE_KERNELS_ORBIT_BLOCK_INL_H
#endif

#include <cstddef>
#include <cstdint>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Independent orbits in flight: one step has a latency of 12 cycles and, for six vectors, 21 cycles
// of work for two vector units, so nobody waits. AVX-512 has registers for more than four; with the
// 16 of the other targets more than four spill.
#if HWY_TARGET <= HWY_AVX3
inline constexpr std::size_t kOrbitVectors = 6;
#else
inline constexpr std::size_t kOrbitVectors = 4;
#endif

template <class D>
struct OrbitBlock {
  hn::Vec<D> x[kOrbitVectors];
  hn::Vec<D> y[kOrbitVectors];
};

// The orbits of a block that have not escaped, and the time each of them has been inside so far.
template <class D>
struct BlockCounts {
  hn::Mask<D> inside[kOrbitVectors];
  hn::Vec<D> count[kOrbitVectors];
};

template <class D>
struct Parameter {
  hn::Vec<D> re;
  hn::Vec<D> im;
};

template <class D>
HWY_INLINE bool noneInside(D d, const BlockCounts<D>& counts) {
  auto any = counts.inside[0];
  HWY_UNROLL(8) for (std::size_t v = 1; v < kOrbitVectors; ++v) any = hn::Or(any, counts.inside[v]);
  return hn::AllFalse(d, any);
}

// `steps` iterations without a look at |z|: 7 vector operations each instead of 10.
template <class D>
HWY_INLINE void advance(const Parameter<D>& c, std::int32_t steps, OrbitBlock<D>& block) {
  OrbitBlock<D> z = block;
  for (std::int32_t t = 0; t < steps; ++t) {
    HWY_UNROLL(8) for (std::size_t v = 0; v < kOrbitVectors; ++v) {
      const auto x2 = hn::Mul(z.x[v], z.x[v]);
      const auto y2 = hn::Mul(z.y[v], z.y[v]);
      const auto xy = hn::Mul(z.x[v], z.y[v]);
      z.x[v] = hn::Add(hn::Sub(x2, y2), c.re);
      z.y[v] = hn::Add(hn::Add(xy, xy), c.im);
    }
  }
  block = z;
}

// `steps` iterations that count. An orbit that has left stays out even if it comes back, as it can
// for |c| > 2; it goes on iterating, and infinities and NaN never compare as inside.
template <class D>
HWY_INLINE void advanceCounting(D d, const Parameter<D>& c, std::int32_t steps,
                                OrbitBlock<D>& block, BlockCounts<D>& counts) {
  const auto four = hn::Set(d, 4.0);
  const auto one = hn::Set(d, 1.0);
  OrbitBlock<D> z = block;
  BlockCounts<D> n = counts;
  for (std::int32_t t = 0; t < steps; ++t) {
    HWY_UNROLL(8) for (std::size_t v = 0; v < kOrbitVectors; ++v) {
      const auto x2 = hn::Mul(z.x[v], z.x[v]);
      const auto y2 = hn::Mul(z.y[v], z.y[v]);
      n.inside[v] = hn::And(n.inside[v], hn::Le(hn::Add(x2, y2), four));
      n.count[v] = hn::IfThenElse(n.inside[v], hn::Add(n.count[v], one), n.count[v]);
      const auto xy = hn::Mul(z.x[v], z.y[v]);
      z.x[v] = hn::Add(hn::Sub(x2, y2), c.re);
      z.y[v] = hn::Add(hn::Add(xy, xy), c.im);
    }
  }
  block = z;
  counts = n;
}

// True when every orbit that `counts` holds inside is still inside.
template <class D>
HWY_INLINE bool allStillInside(D d, const OrbitBlock<D>& z, const BlockCounts<D>& counts) {
  const auto four = hn::Set(d, 4.0);
  auto left = hn::AndNot(hn::Le(hn::Add(hn::Mul(z.x[0], z.x[0]), hn::Mul(z.y[0], z.y[0])), four),
                         counts.inside[0]);
  HWY_UNROLL(8) for (std::size_t v = 1; v < kOrbitVectors; ++v) {
    const auto norm = hn::Add(hn::Mul(z.x[v], z.x[v]), hn::Mul(z.y[v], z.y[v]));
    left = hn::Or(left, hn::AndNot(hn::Le(norm, four), counts.inside[v]));
  }
  return hn::AllFalse(d, left);
}

template <class D>
HWY_INLINE void addToCounts(D d, std::int32_t steps, BlockCounts<D>& counts) {
  const auto n = hn::Set(d, static_cast<double>(steps));
  HWY_UNROLL(8)
  for (std::size_t v = 0; v < kOrbitVectors; ++v)
    counts.count[v] = hn::Add(counts.count[v], hn::IfThenElseZero(counts.inside[v], n));
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

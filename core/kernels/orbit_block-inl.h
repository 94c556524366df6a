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
#include <type_traits>
#include <utility>

#include <hwy/highway.h>

#include "core/kernels/power_map-inl.h"

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

// Calls f(0) ... f(kOrbitVectors - 1) with constants instead of a loop: indices that GCC knows from
// the start let it keep the arrays below in registers.
template <class F, std::size_t... v>
HWY_INLINE void eachVector(const F& f, std::index_sequence<v...>) {
  (f(std::integral_constant<std::size_t, v>{}), ...);
}
template <class F>
HWY_INLINE void eachVector(const F& f) {
  eachVector(f, std::make_index_sequence<kOrbitVectors>{});
}
#define FATOU_VECTOR_BODY HWY_ATTR __attribute__((always_inline))

template <class D>
struct OrbitBlock {
  hn::Vec<D> x[kOrbitVectors];
  hn::Vec<D> y[kOrbitVectors];
};

template <class D>
struct BlockNumbers {
  hn::Vec<D> of[kOrbitVectors];
};

// For each orbit the number of iterations begun inside |z| <= 2. A double holds any exactly.
template <class D>
using BlockTimes = BlockNumbers<D>;

template <class D>
struct BlockMasks {
  hn::Mask<D> of[kOrbitVectors];
};

// The c of all orbits of a block; parameter_block-inl.h has those of one each.
template <class D>
struct Parameter {
  hn::Vec<D> re;
  hn::Vec<D> im;

  HWY_INLINE hn::Vec<D> reOf(std::size_t) const { return re; }
  HWY_INLINE hn::Vec<D> imOf(std::size_t) const { return im; }
};

template <class D>
HWY_INLINE bool noneOf(D d, const BlockMasks<D>& masks) {
  auto any = hn::FirstN(d, 0);
  eachVector([&](auto v) FATOU_VECTOR_BODY { any = hn::Or(any, masks.of[v]); });
  return hn::AllFalse(d, any);
}

template <class D>
HWY_INLINE hn::Vec<D> leastOf(const BlockNumbers<D>& numbers) {
  auto least = numbers.of[0];
  eachVector([&](auto v) FATOU_VECTOR_BODY { least = hn::Min(least, numbers.of[v]); });
  return least;
}
template <class D>
HWY_INLINE hn::Vec<D> largestOf(const BlockNumbers<D>& numbers) {
  auto largest = numbers.of[0];
  eachVector([&](auto v) FATOU_VECTOR_BODY { largest = hn::Max(largest, numbers.of[v]); });
  return largest;
}

// `steps` iterations without a look at |z|: for the square, 7 vector operations each instead of 10.
template <class Map, class D, class Parameters>
HWY_INLINE void advance(const Parameters& c, std::int32_t steps, OrbitBlock<D>& block) {
  OrbitBlock<D> z = block;
  for (std::int32_t t = 0; t < steps; ++t) {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto next = power(Map(), squared(D(), z.x[v], z.y[v]));
      z.x[v] = hn::Add(next.re, c.reOf(v));
      z.y[v] = hn::Add(next.im, c.imOf(v));
    });
  }
  block = z;
}

template <class D>
HWY_INLINE hn::Vec<D> squaredModulus(D, hn::Vec<D> x, hn::Vec<D> y) {
  return hn::Add(hn::Mul(x, x), hn::Mul(y, y));
}

template <class D>
HWY_INLINE hn::Mask<D> isInside(D d, hn::Vec<D> x, hn::Vec<D> y) {
  return hn::Le(squaredModulus(d, x, y), hn::Set(d, 4.0));
}

// `steps` iterations that count those begun inside, for c where escape is monotone: what is outside
// stays so, and infinities and NaN never compare as inside. Shows onNorm(v, |z|^2) each of them.
template <class Map, class D, class OnNorm>
HWY_INLINE void advanceCounting(D d, const Parameter<D>& c, std::int32_t steps,
                                OrbitBlock<D>& block, BlockTimes<D>& times, const OnNorm& onNorm) {
  const auto four = hn::Set(d, 4.0);
  const auto one = hn::Set(d, 1.0);
  OrbitBlock<D> z = block;
  BlockTimes<D> n = times;
  for (std::int32_t t = 0; t < steps; ++t) {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto at = squared(d, z.x[v], z.y[v]);
      const auto norm = at.norm();
      n.of[v] = hn::IfThenElse(hn::Le(norm, four), hn::Add(n.of[v], one), n.of[v]);
      onNorm(v, norm);
      const auto next = power(Map(), at);
      z.x[v] = hn::Add(next.re, c.re);
      z.y[v] = hn::Add(next.im, c.im);
    });
  }
  block = z;
  times = n;
}
template <class Map, class D>
HWY_INLINE void advanceCounting(D d, const Parameter<D>& c, std::int32_t steps,
                                OrbitBlock<D>& block, BlockTimes<D>& times) {
  advanceCounting<Map>(d, c, steps, block, times, [](auto, auto) FATOU_VECTOR_BODY {});
}

// The orbits of a block from their start on.
template <class D>
struct CountedOrbits {
  OrbitBlock<D> z;
  BlockMasks<D> open;  // J is not known yet: inside at every step so far, and not proven to stay
  BlockTimes<D> times;
};

// The same for any c, of the open orbits alone: one that has left stays out even if it comes back.
template <class Map, class D, class Parameters>
HWY_INLINE void advanceCountingOpen(D d, const Parameters& c, std::int32_t steps,
                                    CountedOrbits<D>& orbits) {
  const auto one = hn::Set(d, 1.0);
  CountedOrbits<D> o = orbits;
  for (std::int32_t t = 0; t < steps; ++t) {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      o.open.of[v] = hn::And(o.open.of[v], isInside(d, o.z.x[v], o.z.y[v]));
      o.times.of[v] = hn::Add(o.times.of[v], hn::IfThenElseZero(o.open.of[v], one));
    });
    advance<Map>(c, 1, o.z);
  }
  orbits = o;
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

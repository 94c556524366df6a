// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_PARAMETER_BLOCK_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_PARAMETER_BLOCK_INL_H
#undef FATOU_CORE_KERNELS_PARAMETER_BLOCK_INL_H
#else
#define FATOU_CORE_KERNELS_PARAMETER_BLOCK_INL_H
#endif

#include <cstddef>
#include <cstdint>

#include <hwy/highway.h>

#include "core/kernels/orbit_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {

// The parameters of a block whose orbits have a c each: those of neighbours in some rows.
template <class D>
struct PatchParameters {
  hn::Vec<D> re;
  hn::Vec<D> im[kOrbitVectors];

  HWY_INLINE hn::Vec<D> reOf(std::size_t) const { return re; }
  HWY_INLINE hn::Vec<D> imOf(std::size_t v) const { return im[v]; }
};

// Those of any pixels.
template <class D>
struct PixelParameters {
  hn::Vec<D> re[kOrbitVectors];
  hn::Vec<D> im[kOrbitVectors];

  HWY_INLINE hn::Vec<D> reOf(std::size_t v) const { return re[v]; }
  HWY_INLINE hn::Vec<D> imOf(std::size_t v) const { return im[v]; }
};

// As advance(), each orbit with its own c.
template <class D, class Parameters>
HWY_INLINE void advanceEach(const Parameters& c, std::int32_t steps, OrbitBlock<D>& block) {
  OrbitBlock<D> z = block;
  for (std::int32_t t = 0; t < steps; ++t) {
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto x2 = hn::Mul(z.x[v], z.x[v]);
      const auto y2 = hn::Mul(z.y[v], z.y[v]);
      const auto xy = hn::Mul(z.x[v], z.y[v]);
      z.x[v] = hn::Add(hn::Sub(x2, y2), c.reOf(v));
      z.y[v] = hn::Add(hn::Add(xy, xy), c.imOf(v));
    });
  }
  block = z;
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

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

// The parameters of a block of any pixels, each with a c of its own.
template <class D>
struct PixelParameters {
  hn::Vec<D> re[kOrbitVectors];
  hn::Vec<D> im[kOrbitVectors];

  HWY_INLINE hn::Vec<D> reOf(std::size_t v) const { return re[v]; }
  HWY_INLINE hn::Vec<D> imOf(std::size_t v) const { return im[v]; }
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

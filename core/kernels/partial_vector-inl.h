// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_PARTIAL_VECTOR_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_PARTIAL_VECTOR_INL_H
#undef FATOU_CORE_KERNELS_PARTIAL_VECTOR_INL_H
#else
#define FATOU_CORE_KERNELS_PARTIAL_VECTOR_INL_H
#endif

#include <algorithm>
#include <cstddef>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The first `size` numbers, `rest` in the other lanes. A copy of unknown length costs a call, and
// whole vectors are the rule.
template <class D>
HWY_INLINE hn::Vec<D> loadSome(D d, const hn::TFromD<D>* from, std::size_t size,
                               hn::TFromD<D> rest = {}) {
  if (HWY_LIKELY(size == hn::Lanes(d))) return hn::LoadU(d, from);
  HWY_ALIGN hn::TFromD<D> lanes[hn::MaxLanes(D())];
  std::fill_n(lanes, hn::Lanes(d), rest);
  std::copy_n(from, size, lanes);
  return hn::Load(d, lanes);
}

template <class D>
HWY_INLINE void storeSome(D d, hn::Vec<D> v, hn::TFromD<D>* to, std::size_t size) {
  if (HWY_LIKELY(size == hn::Lanes(d))) {
    hn::StoreU(v, d, to);
    return;
  }
  HWY_ALIGN hn::TFromD<D> lanes[hn::MaxLanes(D())];
  hn::Store(v, d, lanes);
  std::copy_n(lanes, size, to);
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

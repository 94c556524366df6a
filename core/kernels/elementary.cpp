// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/elementary.h"

#include <algorithm>
#include <cstddef>

#include "core/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/elementary.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/kernels/elementary-inl.h"
#include "core/kernels/partial_vector-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {

using D = hn::ScalableTag<double>;
using V = hn::Vec<D>;
using ComplexLanes = elementary::Complex<V>;

HWY_INLINE ComplexLanes load(const ComplexRow& row, std::size_t first, std::size_t size) {
  return {loadSome(D(), row.re.data() + first, size), loadSome(D(), row.im.data() + first, size)};
}

// Sets the results to f(first, size), one vector after the other.
template <class F>
HWY_INLINE void eachPart(const ComplexResults& results, const F& f) {
  const D d;
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t first = 0; first < results.re.size(); first += lanes) {
    const std::size_t size = std::min(lanes, results.re.size() - first);
    const ComplexLanes value = f(first, size);
    storeSome(d, value.re, results.re.data() + first, size);
    storeSome(d, value.im, results.im.data() + first, size);
  }
}

void elementaryOnTarget(ElementaryFunction f, const ComplexRow& z, const ComplexResults& results) {
  eachPart(results, [&](std::size_t first, std::size_t size)
                        HWY_ATTR { return elementary::elementary(f, load(z, first, size)); });
}

void pairsOnTarget(PairFunction f, const ComplexRow& a, const ComplexRow& b,
                   const ComplexResults& results) {
  eachPart(results, [&](std::size_t first, std::size_t size) HWY_ATTR {
    return elementary::elementary(f, load(a, first, size), load(b, first, size));
  });
}

void wholePowersOnTarget(const ComplexRow& z, std::int32_t n, const ComplexResults& results) {
  eachPart(results, [&](std::size_t first, std::size_t size)
                        HWY_ATTR { return elementary::wholePower(load(z, first, size), n); });
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(elementaryOnTarget);
HWY_EXPORT(pairsOnTarget);
HWY_EXPORT(wholePowersOnTarget);

namespace {

void checkSizes(const ComplexRow& row, const ComplexResults& results) {
  FATOU_CHECK(row.re.size() == results.re.size());
  FATOU_CHECK(row.im.size() == results.re.size());
  FATOU_CHECK(results.im.size() == results.re.size());
}

}  // namespace

void elementaryValues(ElementaryFunction f, ComplexRow z, ComplexResults results) {
  checkSizes(z, results);
  HWY_DYNAMIC_DISPATCH(elementaryOnTarget)(f, z, results);
}

void elementaryValues(PairFunction f, ComplexRow a, ComplexRow b, ComplexResults results) {
  checkSizes(a, results);
  checkSizes(b, results);
  HWY_DYNAMIC_DISPATCH(pairsOnTarget)(f, a, b, results);
}

void wholePowers(ComplexRow z, std::int32_t n, ComplexResults results) {
  checkSizes(z, results);
  HWY_DYNAMIC_DISPATCH(wholePowersOnTarget)(z, n, results);
}

}  // namespace fatou::kernels
#endif  // HWY_ONCE

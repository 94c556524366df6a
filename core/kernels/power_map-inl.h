// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_POWER_MAP_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_POWER_MAP_INL_H
#undef FATOU_CORE_KERNELS_POWER_MAP_INL_H
#else
#define FATOU_CORE_KERNELS_POWER_MAP_INL_H
#endif

#include <hwy/highway.h>

#include "core/kernels/mandelbrot_interior.h"
#include "core/kernels/power_map.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A complex number a lane.
template <class D>
struct ComplexVector {
  hn::Vec<D> re;
  hn::Vec<D> im;
};

// z = x + iy with the squares that both z^d and |z|^2 are made of.
template <class D>
struct SquaredVector {
  hn::Vec<D> x;
  hn::Vec<D> y;
  hn::Vec<D> x2;
  hn::Vec<D> y2;

  HWY_INLINE hn::Vec<D> norm() const { return hn::Add(x2, y2); }
};

template <class D>
HWY_INLINE SquaredVector<D> squared(D, hn::Vec<D> x, hn::Vec<D> y) {
  return {x, y, hn::Mul(x, x), hn::Mul(y, y)};
}

// The step policy of each map of power_map.h, in the same arithmetic:
//   power(map, z)          z^d; a step adds c
//   slope(map, z, dz)      d z^(d-1) dz
//   spread(map, m, r)      bounds |z^d - w^d| where |z - w| <= r and |w| <= m
//   provenInterior(map, …) whether the critical orbit is proven never to leave
// A map whose blocks nobody follows as a whole needs no spread().

template <class D>
HWY_INLINE ComplexVector<D> power(SquareMap, const SquaredVector<D>& z) {
  const auto xy = hn::Mul(z.x, z.y);
  return {hn::Sub(z.x2, z.y2), hn::Add(xy, xy)};
}

template <class D>
HWY_INLINE ComplexVector<D> slope(SquareMap, const SquaredVector<D>& z,
                                  const ComplexVector<D>& dz) {
  const auto a = hn::Sub(hn::Mul(z.x, dz.re), hn::Mul(z.y, dz.im));
  const auto b = hn::Add(hn::Mul(z.x, dz.im), hn::Mul(z.y, dz.re));
  return {hn::Add(a, a), hn::Add(b, b)};
}

// r (2 m + r), for |z^2 - w^2| = |z - w| |z + w|.
template <class D>
HWY_INLINE hn::Vec<D> spread(SquareMap, D, hn::Vec<D> modulus, hn::Vec<D> radius) {
  return hn::Mul(radius, hn::Add(hn::Add(modulus, modulus), radius));
}

// isProvenInterior() of every lane.
template <class D>
HWY_INLINE hn::Mask<D> provenInterior(SquareMap, D d, hn::Vec<D> cRe, hn::Vec<D> cIm) {
  const auto most2 = hn::Set(d, kMostProvenMultiplier * kMostProvenMultiplier);
  const auto one = hn::Set(d, 1.0);
  const auto four = hn::Set(d, 4.0);
  const auto u = hn::Sub(one, hn::Mul(four, cRe));
  const auto v = hn::Mul(four, cIm);
  const auto modulus = hn::Sqrt(hn::Add(hn::Mul(u, u), hn::Mul(v, v)));
  const auto half = hn::Mul(hn::Set(d, 0.5), hn::Add(modulus, u));
  const auto root = hn::Sqrt(hn::Max(hn::Zero(d), half));
  const auto first2 = hn::Add(hn::Sub(one, hn::Add(root, root)), modulus);
  const auto x = hn::Add(cRe, one);
  const auto second2 = hn::Mul(hn::Set(d, 16.0), hn::Add(hn::Mul(x, x), hn::Mul(cIm, cIm)));
  return hn::Or(hn::Le(first2, most2), hn::Le(second2, most2));
}

template <class D>
HWY_INLINE ComplexVector<D> power(CubeMap, const SquaredVector<D>& z) {
  const auto three = hn::Set(D(), 3.0);
  return {hn::Mul(z.x, hn::Sub(z.x2, hn::Mul(three, z.y2))),
          hn::Mul(z.y, hn::Sub(hn::Mul(three, z.x2), z.y2))};
}

template <class D>
HWY_INLINE ComplexVector<D> power(QuarticMap, const SquaredVector<D>& z) {
  const ComplexVector<D> p = power(SquareMap(), z);
  return power(SquareMap(), squared(D(), p.re, p.im));
}

// factor p dz.
template <class D>
HWY_INLINE ComplexVector<D> slopeBy(D d, double factor, const ComplexVector<D>& p,
                                    const ComplexVector<D>& dz) {
  const auto a = hn::Sub(hn::Mul(p.re, dz.re), hn::Mul(p.im, dz.im));
  const auto b = hn::Add(hn::Mul(p.re, dz.im), hn::Mul(p.im, dz.re));
  return {hn::Mul(hn::Set(d, factor), a), hn::Mul(hn::Set(d, factor), b)};
}
template <class D>
HWY_INLINE ComplexVector<D> slope(CubeMap, const SquaredVector<D>& z, const ComplexVector<D>& dz) {
  return slopeBy(D(), 3.0, power(SquareMap(), z), dz);
}
template <class D>
HWY_INLINE ComplexVector<D> slope(QuarticMap, const SquaredVector<D>& z,
                                  const ComplexVector<D>& dz) {
  return slopeBy(D(), 4.0, power(CubeMap(), z), dz);
}

// Where |c| <= kInvariantC, for any other map than the square.
template <class Map, class D>
HWY_INLINE hn::Mask<D> provenInterior(Map, D d, hn::Vec<D> cRe, hn::Vec<D> cIm) {
  const auto norm = hn::Add(hn::Mul(cRe, cRe), hn::Mul(cIm, cIm));
  return hn::Le(norm, hn::Set(d, Map::kInvariantC * Map::kInvariantC));
}

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

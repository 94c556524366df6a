// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/vector_peak.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/vector_peak.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t kChains = 12;
constexpr std::size_t kSteps = 20'000;

// Multiplies in half of the chains and adds in the others; returns the operations done.
double multiplyAndAdd(double* sink) {
  const hn::ScalableTag<double> d;
  using V = hn::Vec<decltype(d)>;
  const V factor = hn::Set(d, 0.999);
  const V term = hn::Set(d, 0.001);
  // Each chain starts elsewhere, or the compiler would see that they are all the same.
  const auto start = [d](double x) { return hn::Set(d, x); };
  V a0 = start(1.0), a1 = start(1.1), a2 = start(1.2), a3 = start(1.3), a4 = start(1.4),
    a5 = start(1.5);
  V b0 = start(0.0), b1 = start(0.1), b2 = start(0.2), b3 = start(0.3), b4 = start(0.4),
    b5 = start(0.5);
  for (std::size_t step = 0; step < kSteps; ++step) {
    a0 = hn::Mul(a0, factor), b0 = hn::Add(b0, term);
    a1 = hn::Mul(a1, factor), b1 = hn::Add(b1, term);
    a2 = hn::Mul(a2, factor), b2 = hn::Add(b2, term);
    a3 = hn::Mul(a3, factor), b3 = hn::Add(b3, term);
    a4 = hn::Mul(a4, factor), b4 = hn::Add(b4, term);
    a5 = hn::Mul(a5, factor), b5 = hn::Add(b5, term);
  }
  const V sum = hn::Add(hn::Add(hn::Add(a0, a1), hn::Add(a2, a3)), hn::Add(a4, a5));
  const V more = hn::Add(hn::Add(hn::Add(b0, b1), hn::Add(b2, b3)), hn::Add(b4, b5));
  *sink = hn::GetLane(hn::Add(sum, more));
  return static_cast<double>(kChains * kSteps * hn::Lanes(d));
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
HWY_EXPORT(multiplyAndAdd);

double measureVectorPeak() {
  using Clock = std::chrono::steady_clock;
  double best = 0.0;
  double sink = 0.0;
  const auto end = Clock::now() + std::chrono::milliseconds(100);
  for (auto start = Clock::now(); start < end;) {
    const double operations = HWY_DYNAMIC_DISPATCH(multiplyAndAdd)(&sink);
    const auto now = Clock::now();
    best = std::max(best, operations / std::chrono::duration<double>(now - start).count());
    start = now;
  }
  return best;
}

}  // namespace fatou::kernels
#endif  // HWY_ONCE

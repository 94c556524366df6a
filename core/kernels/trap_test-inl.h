// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_TRAP_TEST_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_TRAP_TEST_INL_H
#undef FATOU_CORE_KERNELS_TRAP_TEST_INL_H
#else
#define FATOU_CORE_KERNELS_TRAP_TEST_INL_H
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>

#include <hwy/highway.h>

#include "core/kernels/interior_trap.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Looks whether orbits are in a trap, with as many of its discs as cost little beside `steps`
// iterations.
template <class D>
class TrapTest {
 public:
  explicit TrapTest(const std::optional<InteriorTrap>& trap) : m_trap(trap) { prepare(1); }

  // The number of iterations up to `stride` after which to look. An orbit near the cycle is near a
  // given disc at every period-th step only: unless the steps have no divisor in common with the
  // period, it could be missed for ever.
  std::int32_t prepare(std::int32_t stride) {
    if (!m_trap) return stride;
    std::int32_t steps = stride;
    while (std::gcd(steps, m_trap->period) != 1) --steps;
    // A disc costs 6 operations, an iteration 7.
    constexpr std::int32_t kStepsPerDisc = 8;
    m_discs = std::min(m_trap->discs.size(), static_cast<std::size_t>(1 + steps / kStepsPerDisc));
    return steps;
  }

  HWY_INLINE hn::Mask<D> trapped(hn::Vec<D> x, hn::Vec<D> y) const {
    auto in = hn::FirstN(m_d, 0);
    for (std::size_t k = 0; k < m_discs; ++k) {
      const TrapDisc& disc = m_trap->discs[k];
      const auto dx = hn::Sub(x, hn::Set(m_d, disc.re));
      const auto dy = hn::Sub(y, hn::Set(m_d, disc.im));
      const auto distance2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
      in = hn::Or(in, hn::Le(distance2, hn::Set(m_d, disc.radius2)));
    }
    return in;
  }

  bool never() const { return !m_trap; }

 private:
  static constexpr D m_d{};
  const std::optional<InteriorTrap>& m_trap;
  std::size_t m_discs = 0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

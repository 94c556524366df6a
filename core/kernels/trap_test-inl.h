// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_TRAP_TEST_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_TRAP_TEST_INL_H
#undef FATOU_CORE_KERNELS_TRAP_TEST_INL_H
#else
#define FATOU_CORE_KERNELS_TRAP_TEST_INL_H
#endif

#include <algorithm>
#include <cmath>
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
    m_slack2 = HUGE_VAL;
    for (std::size_t k = 0; k < m_discs; ++k)
      m_slack2 = std::min(m_slack2, m_trap->discs[k].radius2 * kSlack * kSlack);
    return steps;
  }

  HWY_INLINE hn::Mask<D> trapped(hn::Vec<D> x, hn::Vec<D> y) const {
    auto in = hn::FirstN(m_d, 0);
    for (std::size_t k = 0; k < m_discs; ++k) {
      const TrapDisc& disc = m_trap->discs[k];
      const auto dx = hn::Sub(x, hn::Set(m_d, disc.re));
      const auto dy = hn::Sub(y, hn::Set(m_d, disc.im));
      const auto distance2 = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
      in = hn::Or(in, hn::Le(distance2, hn::Set(m_d, disc.radius2 * (1.0 - 2.0 * kSlack))));
    }
    return in;
  }

  bool never() const { return !m_trap; }

  // Whoever is trapped could be off by this much, squared, and would still be in the trap.
  double slack2() const { return m_slack2; }

 private:
  // The share of a disc's radius that the test leaves off: (1 - s)^2 > 1 - 2 s.
  static constexpr double kSlack = 0x1p-20;

  static constexpr D m_d{};
  const std::optional<InteriorTrap>& m_trap;
  std::size_t m_discs = 0;
  double m_slack2 = 0.0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_BASIN_TEST_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_BASIN_TEST_INL_H
#undef FATOU_CORE_KERNELS_BASIN_TEST_INL_H
#else
#define FATOU_CORE_KERNELS_BASIN_TEST_INL_H
#endif

#include <cstddef>

#include <hwy/highway.h>

#include "core/kernels/program_basins.h"
#include "core/kernels/program_machine-inl.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Tests which orbits have ended, by escape or in a disc. It takes 6 operations for each disc and
// number, and tests every step.
template <class D>
class BasinTest {
 public:
  explicit BasinTest(const ProgramBasinJob& job)
      : m_count(job.discs.size()),
        m_escapes(job.escapeRadius.has_value()),
        m_part(job.escapePart),
        m_radius2(job.escapeRadius.value_or(0.0) * job.escapeRadius.value_or(0.0)) {
    for (std::size_t k = 0; k < m_count; ++k) {
      const BasinDisc& disc = job.discs[k];
      m_discs[k] = {disc.re, disc.im, disc.radius * disc.radius, static_cast<double>(disc.cycle)};
    }
  }

  // Clears `open` for orbits that have ended.
  HWY_INLINE void close(const ProgramNumbers<D>& z, hn::Mask<D> (&open)[kProgramVectors]) const {
    if (m_escapes) {
      const auto radius2 = hn::Set(m_d, m_radius2);
      const auto ofRe = hn::Set(m_d, m_part != EscapePart::Imaginary ? 1.0 : 0.0);
      const auto ofIm = hn::Set(m_d, m_part != EscapePart::Real ? 1.0 : 0.0);
      eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
        const auto norm = hn::Add(hn::Mul(ofRe, hn::Mul(z.re[v], z.re[v])),
                                  hn::Mul(ofIm, hn::Mul(z.im[v], z.im[v])));
        open[v] = hn::And(open[v], hn::Le(norm, radius2));
      });
    }
    for (std::size_t k = 0; k < m_count; ++k) {
      const Disc& disc = m_discs[k];
      eachProgramVector([&](auto v) FATOU_VECTOR_BODY {
        open[v] = hn::AndNot(isIn(disc, z.re[v], z.im[v]), open[v]);
      });
    }
  }

  // Returns the cycle in which orbits at re + i im have ended, or kEscapedCycle.
  HWY_INLINE hn::Vec<D> cycleAt(hn::Vec<D> re, hn::Vec<D> im) const {
    auto cycle = hn::Set(m_d, static_cast<double>(kEscapedCycle));
    for (std::size_t k = m_count; k-- > 0;)
      cycle = hn::IfThenElse(isIn(m_discs[k], re, im), hn::Set(m_d, m_discs[k].cycle), cycle);
    return cycle;
  }

 private:
  struct Disc {
    double re;
    double im;
    double radius2;
    double cycle;
  };

  static HWY_INLINE hn::Mask<D> isIn(const Disc& disc, hn::Vec<D> re, hn::Vec<D> im) {
    const auto x = hn::Sub(re, hn::Set(m_d, disc.re));
    const auto y = hn::Sub(im, hn::Set(m_d, disc.im));
    return hn::Le(hn::Add(hn::Mul(x, x), hn::Mul(y, y)), hn::Set(m_d, disc.radius2));
  }

  static constexpr D m_d{};
  std::size_t m_count;
  bool m_escapes;
  EscapePart m_part;
  double m_radius2;
  Disc m_discs[kMostBasinDiscs];
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

// SPDX-License-Identifier: GPL-3.0-or-later
// Per-target code: included once for each SIMD target, hence the toggle instead of a pragma once.
#if defined(FATOU_CORE_KERNELS_FAR_MIRROR_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef FATOU_CORE_KERNELS_FAR_MIRROR_INL_H
#undef FATOU_CORE_KERNELS_FAR_MIRROR_INL_H
#else
#define FATOU_CORE_KERNELS_FAR_MIRROR_INL_H
#endif

#include <bit>
#include <cmath>
#include <cstdint>

#include <hwy/highway.h>

#include "core/kernels/far_away.h"
#include "core/kernels/orbit_block-inl.h"
#include "core/kernels/smooth_count.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Proves that a pixel and its mirror have the same smooth count, where they have the same J.
//
// The count follows from when the orbit is far away and from |z|^2 there, rounded to 20 bits
// (smooth_count.h). So it is the same if |z|^2 is not so near kFarAway^2 that one could be far away
// and the other not, and lies further from where it is rounded up instead of down than the mirror's
// can be from it.
//
// Let the orbits be e apart at their escape, that is e / 2 of |z| or less, and r <= |z|. A step
// makes a share p of |z| at most (2 + p) p r^2 / (r^2 - |c|), and rounding adds less than 2^-50
// (r^2 + |c|) / (r^2 - |c|) of both. The larger |z| is the less are both, and the sooner it is far
// away: the bounds of r = 2, followed until that is far away, hold for all. Of |z|^2 it is twice
// that.
template <class D>
class FarMirror {
 public:
  FarMirror(double cRe, double cIm) {
    const double c = std::hypot(cRe, cIm) * (1.0 + 1e-15);
    for (double r = 2.0; r < kFarAway && m_growth < 1e9;) {
      const double next = r * r - c;
      const double factor = 2.0 * kSlack * r * r / next;
      m_growth *= factor;
      m_added = m_added * factor + 0x1p-50 * (r * r + c) / next;
      r = next * (1.0 - 1e-15);
    }
    // The growth in units of the last place of |z|^2, each of which is 2^-53 of it at least.
    m_growth *= 0x1p53 * kSlack;
    m_added = (2.0 * m_added + 0x1p-50) * 0x1p53 * kSlack;
  }

  // Proves it for orbits that were `error` apart at most at their escape and have |z|^2 = norm far
  // away.
  HWY_INLINE hn::Mask<D> isSame(hn::Vec<D> norm, hn::Vec<D> error) const {
    const auto bits = hn::And(hn::BitCast(m_di, norm), hn::Set(m_di, kDropped));
    const auto left = hn::BitCast(m_d, hn::Or(bits, hn::BitCast(m_di, hn::Set(m_d, 0x1p52))));
    const auto fromThis = hn::Abs(hn::Sub(left, hn::Set(m_d, 0x1p52 + double{kUp})));
    const auto distance = hn::Min(fromThis, hn::Set(m_d, double{kUp}));  // that is of the next one
    const auto bound = hn::MulAdd(error, hn::Set(m_d, m_growth), hn::Set(m_d, m_added));
    return hn::And(hn::Gt(distance, bound), isInRange(norm));
  }

  // Proves it for all orbits of a block, which were `error` apart at most; sooner than isSame(),
  // and false if in doubt.
  HWY_INLINE bool areSame(const BlockNumbers<D>& norms, double error) const {
    const double bound = std::ceil(error * m_growth + m_added);
    if (!(bound < double{kUp})) return false;
    const auto most = static_cast<std::int64_t>(bound);
    auto least = hn::Set(m_di, kDropped);
    auto outermost = hn::Set(m_di, hwy::LimitsMin<std::int64_t>());
    eachVector([&](auto v) FATOU_VECTOR_BODY {
      const auto bits = hn::BitCast(m_di, norms.of[v]);
      // Of what is rounded off, 2 * most + 1 numbers in a row are too near.
      const auto moved = hn::Add(bits, hn::Set(m_di, most - kUp));
      least = hn::Min(least, hn::And(moved, hn::Set(m_di, kDropped)));
      // Bits grow with numbers: below the range, the difference wraps around.
      outermost = hn::Max(outermost, hn::Sub(bits, hn::Set(m_di, kFirst)));
    });
    const auto clear = hn::Gt(least, hn::Set(m_di, 2 * most));
    return hn::AllTrue(m_di, hn::And(clear, hn::Lt(outermost, hn::Set(m_di, kSize))));
  }

 private:
  // Covers p in 2 + p, and the rounding of all of this.
  static constexpr double kSlack = 1.001;
  static constexpr double kFar2 = kFarAway * kFarAway;
  static constexpr double kNearby = 1e-5;
  // What is rounded off, in units of the last place: of 2^33, and up from half of it on, where the
  // nearest float, of 2^29, is that half.
  static constexpr std::int64_t kDropped = (std::int64_t{1} << (29 + kDroppedBits)) - 1;
  static constexpr std::int64_t kUp = (std::int64_t{1} << 28) * (kHalfDropped * 2 - 1);

  // Else one of them just not far away would be so a step later, with the square.
  static constexpr double kLeast = kFar2 * (1.0 + kNearby);
  static constexpr double kMost = kFar2 * kFar2 * (1.0 - kNearby);
  HWY_INLINE static hn::Mask<D> isInRange(hn::Vec<D> norm) {
    return hn::And(hn::Gt(norm, hn::Set(m_d, kLeast)), hn::Lt(norm, hn::Set(m_d, kMost)));
  }
  // The same of the bits, unsigned: kSize of them from kFirst on; both as signed numbers.
  static constexpr auto kFirst =
      static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(kLeast) + (std::uint64_t{1} << 63));
  static constexpr auto kSize =
      static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(kMost) -
                                std::bit_cast<std::uint64_t>(kLeast) + (std::uint64_t{1} << 63));

  static constexpr D m_d{};
  static constexpr hn::Rebind<std::int64_t, D> m_di{};
  double m_growth = 1.0;
  double m_added = 0.0;
};

}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard

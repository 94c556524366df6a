// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/color/pixel_positions.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/color/pixel_positions.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

#include "core/base/check.h"
#include "core/color/count_scale.h"

HWY_BEFORE_NAMESPACE();
namespace fatou::color::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using Reals = hn::ScalableTag<float>;
using Wholes = hn::ScalableTag<std::int32_t>;
using Real = hn::Vec<Reals>;
using Whole = hn::Vec<Wholes>;

// The larger of both, or `a` where b is NaN: hn::Max() may give either of them then.
HWY_INLINE Real largerOf(Real a, Real b) {
  return hn::IfThenElse(hn::Lt(a, b), b, a);
}

HWY_INLINE Whole positionAt(Real periods) {
  const Reals d;
  const Real positions = hn::Set(d, static_cast<float>(kPositions));
  const Real fraction = hn::Sub(periods, hn::ConvertTo(d, hn::ConvertTo(Wholes(), periods)));
  const Real at = hn::Add(hn::Add(hn::Mul(fraction, positions), positions), hn::Set(d, 0.5F));
  return hn::And(hn::ConvertTo(Wholes(), at),
                 hn::Set(Wholes(), static_cast<std::int32_t>(kPositions - 1)));
}

HWY_INLINE Real bounded(Real count) {
  const Reals d;
  const Real most = hn::Set(d, 0x1p31F);
  return largerOf(hn::Set(d, -kCountLift), hn::IfThenElse(hn::Lt(most, count), most, count));
}

HWY_INLINE Whole entryAt(const PositionRule& rule, Real count) {
  const Reals d;
  const Real lifted = largerOf(hn::Set(d, 1.0F), hn::Add(count, hn::Set(d, kCountLift)));
  const Whole above = hn::Sub(hn::BitCast(Wholes(), lifted),
                              hn::Set(Wholes(), static_cast<std::int32_t>(kFirstBits)));
  return hn::Min(hn::ShiftRight<kEntryShift>(above), hn::Set(Wholes(), rule.last));
}

HWY_INLINE Whole linearAt(const PositionRule& rule, Real count) {
  const Reals d;
  return positionAt(
      hn::Add(hn::Mul(bounded(count), hn::Set(d, rule.periods)), hn::Set(d, rule.start)));
}

HWY_INLINE Whole rootAt(const PositionRule& rule, Real count) {
  const Reals d;
  const Real one = hn::Set(d, 1.0F);
  const Real all = bounded(count);
  const Real above = largerOf(hn::Zero(d), all);
  const Real below = hn::Mul(hn::Set(d, 0.5F), hn::Sub(all, above));
  const Real root = hn::Add(hn::Sub(hn::Sqrt(hn::Add(one, above)), one), below);
  return positionAt(hn::Add(hn::Mul(root, hn::Set(d, rule.periods)), hn::Set(d, rule.start)));
}

// Finds the positions of one vector of pixels; `smooth` may be null.
template <typename PositionAt>
HWY_INLINE void findSome(const PositionRule& rule, const PositionAt& positionAt,
                         const std::int32_t* counts, const float* smooth,
                         std::uint32_t* positions) {
  const hn::ScalableTag<std::uint32_t> d;
  const Whole count = hn::LoadU(Wholes(), counts);
  const Real value = smooth == nullptr ? hn::ConvertTo(Reals(), count) : hn::LoadU(Reals(), smooth);
  const auto isInterior = hn::Eq(count, hn::Set(Wholes(), rule.tmax));
  const Whole interior = hn::Set(Wholes(), static_cast<std::int32_t>(rule.interior));
  hn::StoreU(hn::BitCast(d, hn::IfThenElse(isInterior, interior, positionAt(rule, value))), d,
             positions);
}

template <typename PositionAt>
void findBy(const PositionRule& rule, const PositionAt& positionAt, const std::int32_t* counts,
            const float* smooth, std::size_t size, std::uint32_t* positions) {
  const std::size_t lanes = hn::Lanes(Reals());
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes)
    findSome(rule, positionAt, counts + i, smooth == nullptr ? nullptr : smooth + i, positions + i);
  if (i == size) return;
  std::int32_t lastCounts[hn::MaxLanes(Wholes())] = {};
  float lastSmooth[hn::MaxLanes(Reals())] = {};
  std::uint32_t lastPositions[hn::MaxLanes(Wholes())];
  std::copy(counts + i, counts + size, lastCounts);
  if (smooth != nullptr) std::copy(smooth + i, smooth + size, lastSmooth);
  findSome(rule, positionAt, lastCounts, smooth == nullptr ? nullptr : lastSmooth, lastPositions);
  std::copy_n(lastPositions, size - i, positions + i);
}

void findAll(const PositionRule& rule, const std::int32_t* counts, const float* smooth,
             std::size_t size, std::uint32_t* positions) {
  switch (rule.scale) {
    case PositionRule::Scale::Entries:
      return findBy(
          rule, [](const PositionRule& r, Real v) HWY_ATTR { return entryAt(r, v); }, counts,
          smooth, size, positions);
    case PositionRule::Scale::Linear:
      return findBy(
          rule, [](const PositionRule& r, Real v) HWY_ATTR { return linearAt(r, v); }, counts,
          smooth, size, positions);
    case PositionRule::Scale::Root:
      return findBy(
          rule, [](const PositionRule& r, Real v) HWY_ATTR { return rootAt(r, v); }, counts, smooth,
          size, positions);
  }
}

}  // namespace
}  // namespace fatou::color::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::color {
namespace {

// The count, kept to -8 ... 2^31; -8 of what is no number, because of the order of the arguments.
float boundedCount(float count) {
  return std::max(-kCountLift, std::min(count, 0x1p31F));
}

}  // namespace

HWY_EXPORT(findAll);

std::uint32_t positionAtPeriods(float periods) {
  constexpr auto positions = static_cast<float>(kPositions);
  const float fraction = periods - static_cast<float>(static_cast<std::int32_t>(periods));
  return static_cast<std::uint32_t>(
             static_cast<std::int32_t>(fraction * positions + positions + 0.5F)) &
         (kPositions - 1);
}

void findPositions(const PositionRule& rule, std::span<const std::int32_t> counts,
                   std::span<const float> smooth, std::span<std::uint32_t> positions) {
  FATOU_CHECK(positions.size() == counts.size());
  FATOU_CHECK(smooth.empty() || smooth.size() == counts.size());
  HWY_DYNAMIC_DISPATCH(findAll)
  (rule, counts.data(), smooth.empty() ? nullptr : smooth.data(), counts.size(), positions.data());
}

std::uint32_t positionOf(const PositionRule& rule, std::int32_t count, float value) {
  if (count == rule.tmax) return rule.interior;
  if (rule.scale == PositionRule::Scale::Entries)
    return static_cast<std::uint32_t>(
        std::min(static_cast<std::int32_t>(entryOf(value)), rule.last));
  const float all = boundedCount(value);
  if (rule.scale == PositionRule::Scale::Linear)
    return positionAtPeriods(all * rule.periods + rule.start);
  const float above = std::max(0.0F, all);
  return positionAtPeriods((std::sqrt(1.0F + above) - 1.0F + 0.5F * (all - above)) * rule.periods +
                           rule.start);
}

}  // namespace fatou::color
#endif  // HWY_ONCE

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/kernels/count_changes.h"

#include "core/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/kernels/count_changes.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace fatou::kernels::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

// The changes among 65 counts. A vector's bits are two bytes at most, and come through memory only
// where the target has no instruction for them.
HWY_INLINE std::uint64_t changesOfWord(const std::int32_t* counts) {
  const hn::CappedTag<std::int32_t, 16> d;
  const std::size_t lanes = hn::Lanes(d);
  std::uint64_t changes = 0;
  for (std::size_t i = 0; i < 64; i += lanes) {
    std::uint8_t bits[8] = {};
    hn::StoreMaskBits(d, hn::Ne(hn::LoadU(d, counts + i), hn::LoadU(d, counts + i + 1)), bits);
    changes |= (std::uint64_t{bits[0]} | (std::uint64_t{bits[1]} << 8)) << i;
  }
  return changes;
}

void changesOnTarget(std::span<const std::int32_t> counts, std::span<std::uint64_t> changes) {
  for (std::size_t k = 0; k < changes.size(); ++k)
    changes[k] = changesOfWord(counts.data() + 64 * k);
}

}  // namespace
}  // namespace fatou::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace fatou::kernels {
namespace {

HWY_EXPORT(changesOnTarget);

void checkSizes(std::span<const std::int32_t> counts, std::span<const std::uint64_t> changes) {
  FATOU_CHECK(!counts.empty() && changes.size() == changeWords(counts.size()));
}

}  // namespace

void countChanges(std::span<const std::int32_t> counts, std::span<std::uint64_t> changes) {
  checkSizes(counts, changes);
  const std::size_t whole = (counts.size() - 1) / 64;
  HWY_DYNAMIC_DISPATCH(changesOnTarget)(counts, changes.first(whole));
  // The last word is of fewer counts than the vectors read for one.
  if (whole < changes.size()) countChangesScalar(counts.subspan(64 * whole), changes.last(1));
}

void countChangesScalar(std::span<const std::int32_t> counts, std::span<std::uint64_t> changes) {
  checkSizes(counts, changes);
  for (std::uint64_t& word : changes) word = 0;
  for (std::size_t i = 0; i + 1 < counts.size(); ++i)
    changes[i / 64] |= std::uint64_t{counts[i] != counts[i + 1]} << (i % 64);
}

}  // namespace fatou::kernels
#endif  // HWY_ONCE

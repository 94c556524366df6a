// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/inner/item_pace.h"

#include <algorithm>

namespace fatou::engines {
namespace {

constexpr std::chrono::nanoseconds kNoTime{0};

}  // namespace

void ItemPace::begin(std::type_index kind, bool areIndependent, std::uint64_t function) {
  if (kind != m_kind || function != m_function)
    m_before.reset();
  else if (m_longest)
    m_before = m_longest;
  m_kind = kind;
  m_areIndependent = areIndependent;
  m_function = function;
  m_longest.reset();
  m_wholeItems = 0;
  m_last.reset();
}

void ItemPace::note(std::chrono::nanoseconds taken, bool isWhole) {
  m_last = taken;
  if (!isWhole) return;
  m_longest = std::max(taken, m_longest.value_or(taken));
  ++m_wholeItems;
}

std::size_t ItemPace::mostUnderWay() const {
  const Time expected = m_last ? m_last : m_before;
  if (!expected) return m_areIndependent ? 2 : 1;
  if (*expected >= kShortItem) return 1;
  if (!m_before && m_wholeItems < kEnoughItems) return 2;
  // The time of an item is taken as a microsecond or more, so that it can be divided by.
  const auto each = std::max<std::chrono::nanoseconds>(
      {m_before.value_or(kNoTime), m_longest.value_or(kNoTime), std::chrono::microseconds(1)});
  const auto behind = static_cast<std::size_t>(std::chrono::nanoseconds(kAhead) / each);
  return std::clamp<std::size_t>(1 + behind, 2, kMostUnderWay);
}

}  // namespace fatou::engines

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <typeindex>
#include <typeinfo>

#include "core/engines/remote/transport.h"

namespace fatou::engines {

// How many calls an engine elsewhere should have under way, by how long its items took. Pure: knows
// no clock and no engine.
//
// A second call behind one that is not yet answered saves the engine the way there and back. Behind
// a long item it would wait where another engine may be free, and could no longer be taken back, so
// that it is sent only where the last item was short. Nothing is known of the first item of a run,
// unless the run before was of the same kind, as pictures are that follow each other while somebody
// zooms. Where all of that run's items, or the first kEnoughItems of this one, were so short that
// one of them takes less than the way, there are more. Items of which nothing is known may wait for
// each other on several engines, which they never could do behind each other on one: a second call
// goes along at once only where the caller knows that they are independent.
class ItemPace {
 public:
  // Never more calls than that, however short the items are.
  static constexpr std::size_t kMostUnderWay = kMostCallsUnderWay;
  // An item up to this long is short: many times what a message takes, and too little for anybody
  // to notice.
  static constexpr std::chrono::milliseconds kShortItem{20};
  // An engine should have calls for so long waiting behind the one it computes, so that it does not
  // run dry: a message takes that long on a host whose cores all compute.
  static constexpr std::chrono::milliseconds kAhead{4};
  // So many items tell as much as the run before.
  static constexpr std::size_t kEnoughItems = 16;

  // A run of items begins; those of one kind are calls of the same function. `areIndependent` where
  // none of them waits for what another one does. Where the type of a set does not tell which
  // function it is, there is a number besides.
  void begin(std::type_index kind, bool areIndependent = false, std::uint64_t function = 0);
  // An item of the run has ended, after so long. `isWhole` where it was neither stopped nor failed,
  // so that the next ones may take as long.
  void note(std::chrono::nanoseconds taken, bool isWhole);

  // 1 ... kMostUnderWay.
  std::size_t mostUnderWay() const;
  // Whether that goes by the last run, as no item of this one has ended yet.
  bool isGuess() const { return !m_last; }
  // Whether nothing is known of the items at all.
  bool isUnknown() const { return !m_last && !m_before; }

 private:
  using Time = std::optional<std::chrono::nanoseconds>;

  std::type_index m_kind = typeid(void);
  bool m_areIndependent = false;
  std::uint64_t m_function = 0;
  Time m_before;   // the longest whole item of the last run, where it was of this kind
  Time m_longest;  // of this run
  std::size_t m_wholeItems = 0;
  Time m_last;  // of this run, whole or not
};

}  // namespace fatou::engines

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/stats/losses.h"

namespace fatou::stats {

// A part of the engines' time under the one name, in the one place and in the one colour that every
// chart, table and page gives it.
struct TimePart {
  std::optional<LossKind> loss;  // nothing: the work itself
  const char* term;              // in the glossary
  std::uint32_t color;           // 0xRRGGBB; told apart by the colour-blind, too (Okabe and Ito)
};

// All parts in the order of bars and columns: the work itself, then the losses.
std::span<const TimePart> timeParts();

// What a part takes, in engine-seconds and as a share of all the engines' time; nothing where the
// run does not tell: a slow-down without a serial run beside it, oversubscription without CPU times
// or cores. All parts together are 1. A slow-down is negative where it is a gain.
std::optional<double> secondsOf(const Losses& losses, const TimePart& part);
std::optional<double> shareOf(const Losses& losses, const TimePart& part);

// "12.3 %", or "–" where it is not told.
std::string shareText(const Losses& losses, const TimePart& part);

// A stretch of the bar of a run, in shares of the engines' time. The parts lie one behind the
// other. A gain lets the others reach beyond 1, and is drawn over what they reach beyond it.
struct BarPart {
  TimePart part;
  double from = 0.0;
  double to = 0.0;

  bool isGain() const { return to < from; }  // from right to left
};
std::vector<BarPart> timeBar(const Losses& losses);

// The length of the bar as a share: 1, or more where a gain lets the others reach further.
double reachOf(const std::vector<BarPart>& bar);

}  // namespace fatou::stats

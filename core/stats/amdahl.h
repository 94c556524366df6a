// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>

namespace fatou::stats {

// One measured wall time, in seconds.
struct TimeAt {
  int engines = 1;
  double wallTime = 0.0;
};

// Amdahl's law fitted to times: T(n) = serialTime * (s + (1 - s) / n).
struct AmdahlFit {
  double fraction = 0.0;    // s; negative where speed-up was more than the engines
  double low = 0.0;         // 95 % confidence interval of s; equal to s where the times lie
  double high = 0.0;        //   exactly on the curve, (-inf, inf) where two times leave it open
  double serialTime = 0.0;  // T(1)

  double wallTimeAt(double engines) const;
  double speedupAt(double engines) const;
  // 1 / s, infinite where s is not positive.
  double greatestSpeedup() const;
  // Whether the interval is narrow enough, and possible for a share, to speak of that bound.
  bool isConclusive() const { return high - low <= 0.25 && low <= 1.0 && high >= 0.0; }
};

// Least squares over all measured times, each weighted by its own size so that long and short ones
// count alike, with outliers damped (Huber's weights, iterated). Engine counts above `cores` are
// left out where that is given: they do not compute more at once. Nothing without two different
// engine counts.
std::optional<AmdahlFit> fitAmdahl(std::span<const TimeAt> times, int cores = 0);

// What a fit says of how much of the work can be shared out, or why it says nothing: a sentence
// without its full stop, the same wherever a fit is shown. Shares in it are from 0 to 100 %, and no
// number is named that the times do not tell.
std::string amdahlSentence(const std::optional<AmdahlFit>& fit);

}  // namespace fatou::stats

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/prediction.h"

#include <cmath>

#include "core/stats/losses.h"
#include "core/stats/time_parts.h"
#include "core/stats/words.h"

namespace fatou::stats {
namespace {

// The part of the engines' time in which measured and predicted run differ most.
TimePart mostOf(const Losses& measured, const Losses& predicted) {
  const double sign = measured.capacity >= predicted.capacity ? 1.0 : -1.0;
  TimePart most = timeParts().front();
  double largest = 0.0;
  for (const TimePart& part : timeParts()) {
    const double more =
        sign * (secondsOf(measured, part).value_or(0.0) - secondsOf(predicted, part).value_or(0.0));
    if (!(more > largest)) continue;
    largest = more;
    most = part;
  }
  return most;
}

std::string reason(const Run& predicted, const Run& measured) {
  const Losses is = splitLosses(measured);
  const Losses was = splitLosses(predicted);
  const TimePart most = mostOf(is, was);
  const std::string term = most.term;
  if (measured.wallTime < predicted.wallTime) return ", mostly with less time for " + term;
  const std::string crowd = withoutCoreSentence(measured);
  if (most.loss == LossKind::Oversubscription && !crowd.empty()) return ", because " + crowd;
  return ", mostly with more time for " + term + ": " + shareText(is, most) +
         " of the engines' time, predicted were " + shareText(was, most);
}

std::string besideSource(const Run& predicted, const Run& source) {
  if (!(source.wallTime > 0.0) || !(predicted.wallTime > 0.0)) return {};
  const double ratio = source.wallTime / predicted.wallTime;
  return ", " + fixedText(ratio >= 1.0 ? ratio : 1.0 / ratio, 2) +
         (ratio >= 1.0 ? " times faster" : " times slower") +
         " than the run it is told from, at an imbalance of " + fixedText(imbalance(predicted), 2);
}

}  // namespace

std::string predictionSentence(const Run& predicted, const Run& source, const Run* measured) {
  const std::string time = timeText(predicted.wallTime);
  if (measured == nullptr)
    return "predicted for a quiet machine: " + time + besideSource(predicted, source);
  const double off = std::abs(measured->wallTime - predicted.wallTime);
  if (off <= kOffPrediction * predicted.wallTime)
    return "predicted for a quiet machine: " + time + ", and it took " +
           timeText(measured->wallTime);
  return "predicted for a quiet machine: " + time + ". It took " + timeText(measured->wallTime) +
         reason(predicted, *measured);
}

}  // namespace fatou::stats

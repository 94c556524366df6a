// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lab/lane_layout.h"

#include <algorithm>
#include <cmath>

namespace fatou::ui {
namespace {

// Leaves a pixel free between bars that touch, where the first of them has one to spare.
void leaveGaps(std::vector<PaintedBar>& painted) {
  constexpr int kRoomForGap = 3;
  for (std::size_t i = 0; i + 1 < painted.size(); ++i) {
    PaintedBar& bar = painted[i];
    if (bar.right == painted[i + 1].left && bar.right - bar.left >= kRoomForGap) --bar.right;
  }
}

}  // namespace

std::vector<PaintedBar> layOutBars(std::span<const LaneBar> bars, const TimeAxis& axis) {
  std::vector<PaintedBar> painted;
  int taken = 0;           // pixels of the lane, from its left
  bool afterThin = false;  // whether the last one painted is of bars narrower than a pixel
  // An engine's bars do not overlap, so they end in the order they begin.
  const auto inView = std::ranges::upper_bound(bars, axis.begin, {}, &LaneBar::end);
  for (auto i = static_cast<std::size_t>(inView - bars.begin()); i < bars.size(); ++i) {
    const double begin = axis.pixelOf(bars[i].begin);
    const double end = axis.pixelOf(bars[i].end);
    if (begin >= axis.width) break;
    const int from = static_cast<int>(std::max(begin, 0.0));
    const int left = std::max(from, taken);
    const int last = static_cast<int>(std::min(end, static_cast<double>(axis.width)));
    const int right = std::min(std::max(last, from + 1), axis.width);
    const bool thin = end - begin < 1.0;
    const bool shares = right <= taken;  // all its pixels are painted already
    if (!painted.empty() && (shares || (thin && afterThin && left == taken))) {
      painted.back().last = i;
      painted.back().right = std::max(painted.back().right, right);
    } else {
      painted.push_back({left, right, i, i});
      afterThin = thin;
    }
    taken = painted.back().right;
  }
  leaveGaps(painted);
  return painted;
}

std::optional<std::size_t> barNear(std::span<const LaneBar> bars, double seconds, double within) {
  const auto after = std::ranges::upper_bound(bars, seconds, {}, &LaneBar::begin);
  std::optional<std::size_t> nearest;
  double distance = within;
  const auto consider = [&](std::size_t i) {
    const double away = std::max({0.0, bars[i].begin - seconds, seconds - bars[i].end});
    if (away > distance) return;
    distance = away;
    nearest = i;
  };
  const auto place = static_cast<std::size_t>(after - bars.begin());
  if (place < bars.size()) consider(place);
  if (place > 0) consider(place - 1);
  return nearest;
}

void insertBar(std::vector<LaneBar>& bars, const LaneBar& bar) {
  const auto after = bars.empty() || bars.back().begin <= bar.begin
                         ? bars.end()
                         : std::ranges::upper_bound(bars, bar.begin, {}, &LaneBar::begin);
  bars.insert(after, bar);
}

double tickStep(double seconds, int most) {
  const double least = seconds / std::max(1, most);
  if (!(least > 0.0)) return 1.0;
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= least * (1 - 1e-9)) return factor * power;
  return 10.0 * power;
}

double liveSpan(double elapsed) {
  constexpr double kShortest = 1e-3;
  const double wanted = std::max(elapsed * 1.05, kShortest);
  const double power = std::pow(10.0, std::floor(std::log10(wanted) + 1e-9));
  for (const double factor : {1.0, 1.5, 2.0, 3.0, 5.0, 7.5})
    if (factor * power >= wanted) return factor * power;
  return 10.0 * power;
}

LaneHeights laneHeights(int lanes, int height, int textHeight) {
  constexpr int kComfortable = 38;
  constexpr int kThinnest = 6;
  const int pitch =
      std::clamp(height / std::clamp(lanes, 1, kLanesInView), kThinnest, kComfortable);
  const int gap = pitch >= 32 ? 10 : pitch >= 20 ? 8 : pitch >= 12 ? 4 : pitch >= 8 ? 2 : 1;
  return {.pitch = pitch, .bar = pitch - gap, .labelStep = (textHeight + pitch - 1) / pitch};
}

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace fatou::ui {

// The time that a lane shows: seconds from the start of the run at pixels from the lane's left.
struct TimeAxis {
  double seconds = 1.0;  // from the left end to the right one, > 0
  int width = 1;         // pixels, > 0
  double begin = 0.0;    // seconds at the left end

  double pixelOf(double at) const { return (at - begin) / seconds * width; }
  double secondsAt(double pixel) const { return begin + spanOf(pixel); }
  double spanOf(double pixels) const { return pixels / width * seconds; }

  friend bool operator==(const TimeAxis&, const TimeAxis&) = default;
};

// One band on its engine's lane.
struct LaneBar {
  double begin = 0.0;  // seconds from the start of the run
  double end = 0.0;
  std::size_t band = 0;  // which of the run's bands

  friend bool operator==(const LaneBar&, const LaneBar&) = default;
};

// What is painted for one bar or, where bars are narrower than a pixel, for many: the pixels
// [left, right) of the lane.
struct PaintedBar {
  int left = 0;
  int right = 0;
  std::size_t first = 0;  // the lane's bars [first, last]
  std::size_t last = 0;

  bool merged() const { return last > first; }

  friend bool operator==(const PaintedBar&, const PaintedBar&) = default;
};

// The bars of one engine, which computes one band at a time, put where they are painted. A bar that
// has its own pixel is painted alone, with a gap before the next one where there is room for it;
// those that would share one are merged, so that there are never more than pixels.
std::vector<PaintedBar> layOutBars(std::span<const LaneBar> bars, const TimeAxis& axis);

// The bar at or nearest to a moment, no further away than `within`; bars in order of time.
std::optional<std::size_t> barNear(std::span<const LaneBar> bars, double seconds, double within);

// Inserts a bar in order of time; nearly always at the end.
void insertBar(std::vector<LaneBar>& bars, const LaneBar& bar);

// The distance between two ticks of an axis: 1, 2 or 5 times a power of ten, chosen so that there
// are at most `most` ticks beside the one at 0.
double tickStep(double seconds, int most);

// How long an axis to show for a run that is still going on: grows in steps, so that bars do not
// creep.
double liveSpan(double elapsed);

// The heights of lanes: comfortable for few, thinner for many; more than kLanesInView are scrolled.
struct LaneHeights {
  int pitch = 28;     // from one lane to the next
  int bar = 20;       // the part of the pitch that a bar takes
  int labelStep = 1;  // every how many lanes a name has room

  friend bool operator==(const LaneHeights&, const LaneHeights&) = default;
};
inline constexpr int kLanesInView = 16;
LaneHeights laneHeights(int lanes, int height, int textHeight);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "core/base/result.h"
#include "core/color/coloring.h"
#include "core/exports/picture_spec.h"
#include "core/julia/dynamics/morph_path.h"
#include "core/julia/plane/place.h"

namespace fatou::animation {

// c along a path instead of straight: from where the path comes nearest to c, `turns` times
// around, backwards where negative.
struct Morph {
  julia::MorphPath path;
  double turns = 1.0;

  friend bool operator==(const Morph&, const Morph&) = default;
  static constexpr auto kFields = std::tuple(&Morph::path, &Morph::turns);
};

// A stretch of the animation, from where the one before ends.
struct Segment {
  double seconds = 10.0;  // more than 0
  julia::Place to;        // a centre and a radius, no region
  std::optional<Morph> morph;
  double cycles = 0.0;   // how often the gradient runs through, evenly, whatever the easing
  double easeIn = 1.0;   // seconds in which the motion reaches its speed …
  double easeOut = 1.0;  // … and in which it comes to rest; both together at most all

  friend bool operator==(const Segment&, const Segment&) = default;
  static constexpr auto kFields = std::tuple(&Segment::seconds, &Segment::to, &Segment::morph,
                                             &Segment::cycles, &Segment::easeIn, &Segment::easeOut);
};

// An animation, whole: what every frame shows, in which colours.
struct AnimationScript {
  julia::Place start;  // a centre and a radius, no region
  std::vector<Segment> segments;
  std::int32_t width = 1280;
  std::int32_t height = 720;
  int framesPerSecond = 30;
  int samples = 1;    // samples x samples points a pixel
  bool loop = false;  // the last frame comes a frame before the end, to be followed by the first
  color::Coloring coloring = color::Coloring::defaultColoring();

  double seconds() const;
  // seconds() x framesPerSecond, rounded; at least 1.
  std::int64_t frames() const;

  friend bool operator==(const AnimationScript&, const AnimationScript&) = default;
  static constexpr auto kFields =
      std::tuple(&AnimationScript::start, &AnimationScript::segments, &AnimationScript::width,
                 &AnimationScript::height, &AnimationScript::framesPerSecond,
                 &AnimationScript::samples, &AnimationScript::loop, &AnimationScript::coloring);
};

inline constexpr int kMostFramesPerSecond = 240;
inline constexpr std::int64_t kMostFrames = 1'000'000;
inline constexpr double kMostSeconds = 86'400.0;

// What is wrong and the remedy as "REASON; REMEDY", to stand in a complaint.
Status check(const AnimationScript& script);

// Where a morph along a path has brought c at `share`, 0 ... 1, of its way from `start`.
julia::ComplexDecimal morphed(const Morph& morph, const julia::ComplexDecimal& start, double share);

// The picture of frame `index`, 0 ... frames() - 1, of a script that check() found sound. The first
// is exactly the start and, unless it loops, the last exactly the end of the last segment.
exports::PictureSpec frameAt(const AnimationScript& script, std::int64_t index);

}  // namespace fatou::animation

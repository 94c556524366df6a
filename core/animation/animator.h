// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "core/animation/animation_script.h"
#include "core/animation/output_name.h"
#include "core/base/result.h"
#include "core/engines/engine_source.h"
#include "core/engines/tasks/timing.h"
#include "core/io/files/output_target.h"

namespace fatou::animation {

// How far an animation is. Called on the thread that makes it.
struct AnimationHooks {
  std::function<void(std::int64_t done, std::int64_t all)> frames;  // those kept count as done
  std::function<void(std::int64_t done, std::int64_t all)> video;
};

struct AnimationOptions {
  int engines = 1;
  engines::EngineSource source{};  // of the engines that render
  io::Replace replace;             // files that are there
};

// The record of how an animation was made.
struct AnimationRecord {
  std::int64_t frames = 0;         // of the animation
  std::int64_t kept = 0;           // were there from an earlier run
  std::int64_t rendered = 0;       // by this run
  engines::Seconds survey{0};      // spent on colours
  engines::Seconds rendering{0};   // of all frames, writing them included
  engines::Seconds engineTime{0};  // rendering, summed over all engines
  engines::Seconds encoding{0};
  bool complete = false;  // false: stopped
};

// The complaints that makeAnimation() would begin with: names, rights, files that are there, a
// missing ffmpeg. Leaves nothing.
Status checkAnimation(const AnimationScript& script, const OutputName& output,
                      const io::Replace& replace);

// Renders the frames and writes them, each as a PNG by one engine, so that engines never wait for
// each other; then makes the video of them, where one is wanted, and removes them. Blocks until it
// is done, stopped or failed.
//
// Frames that are there and are the same picture are kept, so that an animation that was stopped,
// killed or has failed is gone on with; those of a video are in NAME.part.frames until it is done,
// where nothing but pictures of this program is ever replaced or removed.
Result<AnimationRecord> makeAnimation(const AnimationScript& script, const OutputName& output,
                                      const AnimationOptions& options, const AnimationHooks& hooks,
                                      const std::stop_token& stop);

}  // namespace fatou::animation

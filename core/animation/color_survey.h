// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <tuple>

#include "core/animation/animation_script.h"
#include "core/base/result.h"
#include "core/color/equalization.h"
#include "core/engines/client.h"

namespace fatou::animation {

// What Mapping::Equalized goes by in every frame alike, so that colours do not flicker: how often
// counts occur in at most 32 frames, evenly spaced, the first and the last among them, each at a
// quarter of its size.
struct ColorSurvey {
  color::Equalization equalization;
  std::string digest;  // one word that tells one survey from another

  static constexpr auto kFields = std::tuple(&ColorSurvey::equalization, &ColorSurvey::digest);
};

// Surveys a script whose mapping is Equalized, and returns an empty survey for any other. Blocks; a
// survey that is stopped ends early and is of no use.
Result<ColorSurvey> surveyColors(const AnimationScript& script, const engines::Client& client,
                                 const std::stop_token& stop);

}  // namespace fatou::animation

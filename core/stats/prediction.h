// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/stats/run.h"

namespace fatou::stats {

// From this share on a run took another time than was predicted for it.
inline constexpr double kOffPrediction = 0.1;

// What a replay says: a sentence without its full stop. It names a single time and what that is
// beside `source`, the run that the costs are from; where a run was `measured` in just the way that
// is predicted, it says instead what that took, and where they differ what most of it went into.
std::string predictionSentence(const Run& predicted, const Run& source,
                               const Run* measured = nullptr);

}  // namespace fatou::stats

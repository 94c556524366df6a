// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>

#include "core/base/result.h"
#include "core/color/equalization.h"
#include "core/render/renderer.h"

namespace fatou::exports {

// The most points a survey computes. Pictures of as many pixels are surveyed whole, so that their
// colours are those of the screen.
inline constexpr std::int64_t kMostSurveyed = std::int64_t{1} << 22;

// Counts how often each count occurs in the job's picture: of every n-th pixel both ways, evenly
// over all of it. The same picture has the same survey, whatever renders it. Blocks.
Result<color::CountHistogram> surveyCounts(const render::Renderer& renderer,
                                           const std::shared_ptr<const render::RenderJob>& job,
                                           bool smooth, const std::stop_token& stop);

// How many of the counts are `count`.
std::int64_t howOften(std::int32_t count, const render::CountArray& counts);

}  // namespace fatou::exports

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/result.h"
#include "core/color/shader.h"
#include "core/render/renderer.h"
#include "ui/picture/picture.h"

namespace fatou::ui {

// How a picture is antialiased: samples x samples points a pixel, coloured and then averaged as
// light, not as numbers.
struct Refinement {
  int samples = 2;
  std::shared_ptr<const color::Shader> shader;
};

using RefinedSink = std::function<void(RefinedRows)>;

// Renders the job's picture again with more points, from the top down, and hands over finished
// rows; blocks until all are delivered or `stop` is requested.
Status renderRefined(const render::Renderer& renderer, const render::RenderJob& job,
                     const Refinement& refinement, const RefinedSink& sink,
                     const std::stop_token& stop);

}  // namespace fatou::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "core/engines/engine_source.h"
#include "core/render/render_request.h"

namespace fatou::app {

// Adds --verify.
void addVerifyOption(Options& options);

// The number of pixels that --verify asks for; 0 where it is left out.
int pixelsToVerify(const Options& options);

struct VerifyOptions {
  int pixels = 0;
  bool quiet = false;
  engines::EngineSource source{};  // of the engines that check
};

// Checks pixels of a picture and prints what it found, unless `quiet`. Throws a Failure where a
// pixel is wrong.
void verify(const render::RenderRequest& request, const VerifyOptions& wish,
            const Interrupt& interrupt);

}  // namespace fatou::app

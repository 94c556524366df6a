// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "core/engines/engine_source.h"
#include "core/render/render_request.h"

namespace fatou::app {

// --verify.
void addVerifyOption(Options& options);

// How many pixels it asks for; 0 where it is left out.
int pixelsToVerify(const Options& options);

struct VerifyWish {
  int pixels = 0;
  bool quiet = false;
  engines::EngineSource source{};  // of the engines that check
};

// Checks pixels of a picture and prints what came of it; nothing if `quiet`. Throws the Failure of
// a picture with a pixel that is wrong.
void verify(const render::RenderRequest& request, const VerifyWish& wish,
            const Interrupt& interrupt);

}  // namespace fatou::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/fatou/interrupt.h"
#include "app/fatou/options.h"
#include "core/render/render_request.h"

namespace fatou::app {

// --verify.
void addVerifyOption(Options& options);

// How many pixels it asks for; 0 where it is left out.
int pixelsToVerify(const Options& options);

// Checks `count` pixels of a picture and prints what came of it; nothing if `quiet`. Throws the
// Failure of a picture with a pixel that is wrong.
void verify(const render::RenderRequest& request, int count, const Interrupt& interrupt,
            bool quiet);

}  // namespace fatou::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/julia/plane/place.h"

namespace fatou::render {

// What a sample of a place's picture takes at the most on one engine, in seconds: all of tmax steps
// of the formula, counted by its parts on a slow machine. So that a first look at a formula can be
// coarse enough before anything of it is measured. 0 for z^d + c, whose kernels leave out steps.
double mostSecondsASample(const julia::Place& place);

}  // namespace fatou::render

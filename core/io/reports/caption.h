// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/io/machine/machine_facts.h"

namespace fatou::io {

// A caption for figures that names the picture they are of: "838 × 463, fast kernel, tmax 5,000, c
// = -0.8 + 0.156i, one sample a pixel". What the request's facts leave out is left out; long
// numbers are cut off with "…".
std::string captionOf(const Facts& request);

// A fact of a request as it may be shown. Empty for text that Fatou never writes: a file may hold
// anything.
std::string shownFact(const Facts& request, const std::string& name);

// Whether two requests are for the same picture through the same kernel, whatever their engines,
// views and bands. Requests without facts are not.
bool isSamePicture(const Facts& one, const Facts& other);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/color/gradient.h"

namespace fatou::io {

// The gradients of resources/gradients, which a program carries as :/gradients: the default first,
// then cyclic ones before the others, by name.
std::vector<color::Gradient> builtInGradients();

}  // namespace fatou::io

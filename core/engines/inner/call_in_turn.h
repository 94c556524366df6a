// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

namespace fatou::engines {

// Calls each of `calls` on this thread; those that a call asks for with another callInTurn() come
// after it, not inside it: a chain of any length takes no stack frame a link.
void callInTurn(std::vector<std::function<void()>> calls);

}  // namespace fatou::engines

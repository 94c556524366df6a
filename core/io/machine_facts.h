// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fatou::io {

// Names and values, to be shown in order.
using Facts = std::vector<std::pair<std::string, std::string>>;

// The facts that times depend on: fatou's version, cores that can be used and what else limits
// them, processor, SIMD target, system, Qt, compiler.
Facts machineFacts();

// The value of a name; empty where there is none.
std::string factOf(const Facts& facts, const std::string& name);

}  // namespace fatou::io

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fatou::kernels {

// The SIMD targets that this machine has and the binary contains, best first, e.g. "AVX3", "AVX2",
// "SSE4", "SSSE3", "SCALAR". A restriction by useSimdTarget() does not shorten the list.
std::vector<std::string> simdTargetNames();

// A target's name in the words of those who make processors, for people: "AVX-512 (Ice Lake)" where
// Highway says "AVX3_DL". Names without such a word stay.
std::string vectorName(std::string_view target);
std::string vectorName();  // of the target that kernels run on

// Makes every kernel of the process run on the target of that name, Highway's or vectorName()'s; an
// empty name goes back to the best. Returns false and changes nothing when simdTargetNames() does
// not have it. Not to be called while a kernel runs.
bool useSimdTarget(std::string_view name);

}  // namespace fatou::kernels

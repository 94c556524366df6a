// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fatou::render {

// J in few bytes for the way over a network: neighbours mostly have the same count, or nearly so.
//
// Each stretch of equal counts is a byte, with the difference to the stretch before it (0 before
// the first) in its lower half and how many counts follow the first one in its upper half. A half
// of 15 says that what it lacks to the number comes behind, first of the difference, in bytes of 7
// bits, the lowest first, of which all but the last have their highest bit set. Differences are
// folded, 0, -1, 1, -2 ..., and modulo 2^32.

// Empty where that would be no shorter than the counts as they lie. There may be 2^32 - 1 counts.
std::string packedCounts(std::span<const std::int32_t> counts);

// Fills all of `counts`; false where the bytes are damaged or of another number of counts. Whatever
// they are, nothing else is written and no memory is asked for.
[[nodiscard]] bool unpackCounts(std::string_view bytes, std::span<std::int32_t> counts);

}  // namespace fatou::render

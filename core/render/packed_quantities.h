// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace fatou::render {

// Smooth counts and distances in few bytes for the way to another process, to the bit: of a smooth
// picture's numbers the neighbours say nearly all.
//
// The bits of a float, as a whole number, grow with it. What is packed is how far they are from
// what the numbers before them make likely, where `columns` of them are a row: in the first row,
// that it goes on as its last two numbers do; in the second one, that the step from the left
// neighbour is the one below it; from the third one on, that this step goes on changing from row to
// row as it did last. The first number of all is expected to be 0, and the second one as the first.
// A row's first number counts with the row before it, whose last number is its left neighbour.
//
// All this is modulo 2^32. Differences are folded, 0, -1, 1, -2 ..., and eight of them at a time
// are a byte, with the bits of the longest, and so many bits of each, the lowest first: as many
// bytes as the first one says, from 0 to 32. A first byte above 32 is 31 less of such eights, of
// zeros all. The last eight are filled up with zeros.

// Empty where that would be no shorter than the numbers as they lie. `columns` is 1 or more.
std::string packedQuantities(std::span<const float> numbers, std::size_t columns);

// Fills all of `numbers`; false where the bytes are damaged or of another number of numbers.
// Whatever they are, nothing else is written and no memory is asked for.
[[nodiscard]] bool unpackQuantities(std::string_view bytes, std::span<float> numbers,
                                    std::size_t columns);

}  // namespace fatou::render

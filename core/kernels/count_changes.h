// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace fatou::kernels {

// How many words countChanges() fills for so many counts, of which there is one at least.
constexpr std::size_t changeWords(std::size_t counts) {
  return (counts - 1 + 63) / 64;
}

// Finds where neighbours differ: bit i % 64 of changes[i / 64] is 1 where counts[i] and
// counts[i + 1] are not equal, i from 0 to counts.size() - 2; all other bits are 0. There has to be
// one count at least, and changeWords(counts.size()) words.
void countChanges(std::span<const std::int32_t> counts, std::span<std::uint64_t> changes);

// Writes the same bits one after the other, without vectors.
void countChangesScalar(std::span<const std::int32_t> counts, std::span<std::uint64_t> changes);

}  // namespace fatou::kernels
